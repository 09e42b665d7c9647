// The page on which a section is written: toolbar, live preview, and the sign of life.
const form = document.querySelector("form[data-section]");
const field = form.querySelector("textarea[name=body]");
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const busy = document.querySelector("[data-busy]");
const shown = document.querySelector("[data-shown]");
const revision = Number(form.querySelector("[name=revision]").value);

const post = (address, values) =>
  fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams(values) });

// Typed through the browser's own editing, so that Ctrl+Z takes it back.
function put(text, start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const words = value.slice(start, end);
  const inside = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (inside) {
    put(words, start - mark.length, end + mark.length);
    field.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    put(`${mark}${words}${mark}`, start, end);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}

const MARKS = /^(#{2,4} |[-*•] |\d{1,3}[.)] )/;

// Each line of the selection gets its mark; where all have it already, they lose it.
function lines(mark) {
  const { value } = field;
  const start = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const after = value.indexOf("\n", field.selectionEnd);
  const end = after < 0 ? value.length : after;
  const old = value.slice(start, end).split("\n");
  const marked = old.map((line, number) => mark(number) + line.replace(MARKS, ""));
  const same = marked.every((line, number) => line === old[number]);
  const text = (same ? old.map((line) => line.replace(MARKS, "")) : marked).join("\n");
  put(text, start, end);
  field.setSelectionRange(start, start + text.length);
}

function link() {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const words = value.slice(start, end);
  put(`[${words}](https://)`, start, end);
  const at = start + words.length + 3;
  field.setSelectionRange(words ? at : start + 1, words ? at + 8 : start + 1);
}

const tools = {
  bold: () => around("**"),
  italic: () => around("*"),
  heading: () => lines(() => "## "),
  list: () => lines(() => "- "),
  numbers: () => lines((number) => `${number + 1}. `),
  link,
};

const bar = form.querySelector("[data-toolbar]");
field.closest("div").before(bar);
bar.hidden = false;
bar.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  if (button) tools[button.dataset.mark]();
});
field.addEventListener("keydown", (event) => {
  const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
  if (!name || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  tools[name]();
});

let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = await post(form.dataset.preview, { body: field.value }).catch(() => null);
    if (answer?.ok) shown.innerHTML = await answer.text(); // escaped by its writer
  }, 600);
});

async function alive() {
  if (document.hidden) return;
  const answer = await post(form.dataset.alive, {}).catch(() => null);
  if (!answer?.ok) return;
  const said = await answer.json();
  const words = said.revision === revision ? said.busy : form.dataset.newer;
  if (busy.textContent !== words) busy.textContent = words;
  busy.hidden = !words;
}
setInterval(alive, 20000);
