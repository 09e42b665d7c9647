// The buttons over the paper. One Tab reaches them, arrows walk along; each tells whether it is on.
const LINK = /^(https?:\/\/|mailto:|\/(?!\/))/i;

function heading(editor, tag) {
  const on = editor.hasFormat(tag);
  if (editor.hasFormat("LI")) editor.removeList();
  editor.modifyBlocks((part) => {
    part.querySelectorAll("p, h2, h3").forEach((old) => {
      const made = document.createElement(on ? "p" : tag);
      made.append(...old.childNodes);
      old.replaceWith(made);
    });
    return part;
  });
  editor.focus();
}

const list = (editor, tag, make) => (editor.hasFormat(tag) ? editor.removeList() : editor[make]());

// A panel instead of the browser's question: it can be read, corrected and left with Escape.
function linking(tools, editor, address) {
  const panel = tools.querySelector("[data-prose-link]");
  const field = panel.querySelector("input");
  const there = () => {
    const { startContainer: at } = editor.getSelection();
    return (at.nodeType === Node.TEXT_NODE ? at.parentElement : at).closest("a");
  };
  const leave = () => { panel.hidden = true; editor.focus(); };
  const open = () => {
    const link = there();
    field.value = link?.getAttribute("href") ?? "";
    panel.querySelector("[data-prose-unlink]").hidden = !link;
    panel.hidden = false;
    field.focus();
  };
  function put() {
    const typed = field.value.trim();
    leave();
    if (!typed) return;
    const link = there();
    if (link && editor.getSelection().collapsed) {
      const range = document.createRange();
      range.selectNodeContents(link);
      editor.setSelection(range);
    }
    const full = LINK.test(typed) ? typed : /^[^\s/@]+@[^\s/@]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
    editor.makeLink(address(full));
  }
  panel.addEventListener("input", (event) => event.stopPropagation());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.target !== field) return;
    event.preventDefault(); // would send the form
    put();
  });
  panel.querySelector("[data-prose-put]").addEventListener("click", put);
  panel.querySelector("[data-prose-unlink]").addEventListener("click", () => { leave(); editor.removeLink(); });
  return open;
}

function walk(buttons) {
  const stop = (chosen) => buttons.forEach((button) => { button.tabIndex = button === chosen ? 0 : -1; });
  stop(buttons[0]);
  buttons.forEach((button, at) => button.addEventListener("keydown", (event) => {
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = buttons[(step + buttons.length) % buttons.length];
    stop(next);
    next.focus();
  }));
}

export function toolbar(tools, editor, address) {
  const link = linking(tools, editor, address);
  const acts = {
    bold: () => (editor.hasFormat("B") ? editor.removeBold() : editor.bold()),
    italic: () => (editor.hasFormat("I") ? editor.removeItalic() : editor.italic()),
    h2: () => heading(editor, "h2"),
    h3: () => heading(editor, "h3"),
    ul: () => list(editor, "UL", "makeUnorderedList"),
    ol: () => list(editor, "OL", "makeOrderedList"),
    link,
    undo: () => editor.undo(),
    redo: () => editor.redo(),
  };
  const buttons = [...tools.querySelectorAll("[data-prose-act]")];
  const named = (name) => buttons.find((button) => button.dataset.proseAct === name);
  const on = { bold: "B", italic: "I", h2: "H2", h3: "H3", ul: "UL", ol: "OL", link: "A" };

  function states() {
    for (const [name, tag] of Object.entries(on)) named(name).setAttribute("aria-pressed", editor.hasFormat(tag));
  }
  function able({ canUndo, canRedo }) {
    named("undo").setAttribute("aria-disabled", !canUndo);
    named("redo").setAttribute("aria-disabled", !canRedo);
  }

  for (const button of buttons) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays where it is
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      acts[button.dataset.proseAct]();
      states();
    });
  }
  for (const held of ["Ctrl-", "Meta-"]) {
    editor.setKeyHandler(`${held}k`, (_self, event) => { event.preventDefault(); link(); });
  }
  ["pathChange", "select", "cursor", "input"].forEach((name) => editor.addEventListener(name, states));
  editor.addEventListener("undoStateChange", (event) => able(event.detail));
  walk(buttons);
  states();
  setTimeout(() => able({ canUndo: false, canRedo: false })); // Squire takes its own loading for a change
}
