// Rich text over a textarea[data-prose]: the field stays, hidden, and holds the small Markdown of
// lib/prose.py in step. Without this script it is a plain field.
import Squire from "../vendor/squire-rte/squire.js";
import { address, read, readForeign } from "./prose_html.js";
import { alike, parse, remember, show, write } from "./prose_text.js";
import { toolbar } from "./prose_tools.js";

const UNKNOWN = ["u", "d", "[", "]", "Shift-5", "Shift-6", "Shift-7"]; // Squire's keys for what we do not keep

function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return document.importNode(holder.content, true);
}

// The paper takes the field's place: its name, its hint of an error, and links to it.
function paper(field) {
  const area = document.createElement("div");
  const label = document.querySelector(`label[for="${field.id}"]`);
  const hint = document.getElementById(`${field.id}_helptext`);
  if (hint) hint.hidden = true; // how to write the marks by hand
  const about = (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id && id !== hint?.id);
  area.className = "prose-paper";
  area.classList.toggle("is-invalid", field.classList.contains("is-invalid"));
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", tabindex: "0" })) {
    area.setAttribute(name, value);
  }
  if (label) {
    label.id ||= `${field.id}_label`;
    area.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => area.focus());
  }
  if (about.length) area.setAttribute("aria-describedby", about.join(" "));
  if (field.getAttribute("aria-invalid")) area.setAttribute("aria-invalid", "true");
  area.id = field.id;
  field.id = `${area.id}_source`;
  label?.removeAttribute("for");
  return area;
}

// “- ” begins a list, as “* ” and “1. ” do in Squire itself.
function dash(editor, event) {
  const { startContainer: at, collapsed } = editor.getSelection();
  const block = (at.nodeType === Node.TEXT_NODE ? at.parentElement : at).closest("p");
  if (event.key !== " " || !collapsed || block?.textContent.replaceAll("\u200b", "") !== "-") return;
  event.preventDefault();
  event.stopPropagation();
  editor.saveUndoState();
  block.replaceChildren(document.createElement("br"));
  const range = document.createRange();
  range.setStart(block, 0);
  editor.setSelection(range);
  editor.makeUnorderedList();
}

function enhance(box) {
  const field = box.querySelector("textarea[data-prose]");
  const area = paper(field);
  const tools = box.querySelector("template").content.firstElementChild.cloneNode(true);
  field.before(tools, area);
  field.hidden = true;
  let loading = true;
  const editor = new Squire(area, {
    blockTag: "P",
    addLinks: false,
    sanitizeToDOMFragment: (html) => fragment(loading ? html : show(readForeign(html))),
  });
  for (const key of UNKNOWN) ["Ctrl-", "Meta-"].forEach((held) => editor.setKeyHandler(held + key, null));
  ["Tab", "Shift-Tab"].forEach((key) => editor.setKeyHandler(key, null)); // leaves the field
  editor.setKeyHandler("Shift-Enter", (self, event, range) => { event.preventDefault(); self.splitBlock(false, range); });
  editor.setHTML(show(parse(field.value)));
  loading = false;
  const before = remember(field.value, read(area));

  function keep() {
    const text = write(read(area), before);
    if (text === field.value) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Marks typed by hand (**bold**, “2. ” in the middle) show what they will be before they are saved.
  function reflect() {
    const units = parse(write(read(area), before));
    if (alike(units, read(area))) return;
    editor.saveUndoState();
    area.replaceChildren(fragment(show(units)));
  }

  editor.addEventListener("input", keep);
  box.addEventListener("focusout", (event) => {
    if (box.contains(event.relatedTarget) || !document.hasFocus()) return;
    keep();
    reflect();
  });
  box.addEventListener("keydown", (event) => { if (event.target === area) dash(editor, event); }, true);
  box.addEventListener("beforeinput", (event) => {
    if (!/^format(?!Bold|Italic)/.test(event.inputType)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  field.form?.addEventListener("submit", keep, true);
  toolbar(tools, editor, address);
}

document.querySelectorAll("[data-prose-box]").forEach(enhance);
document.querySelectorAll("[data-prose-instead]").forEach((part) => { part.hidden = true; });
