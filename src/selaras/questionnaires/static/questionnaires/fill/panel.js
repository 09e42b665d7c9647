// The words around the form: the state line, a question with its choices, the list of mistakes.
const line = document.getElementById("keadaan");
const box = document.getElementById("pesan");
const list = document.getElementById("ringkasan");
let texts = {};

export function speak(words) {
  texts = words;
}

export function say(name, values = {}) {
  return (texts[name] || name).replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
}

export const clock = (moment = new Date()) => `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;

let shown = "";
export function state(name, values = { time: clock() }) {
  const text = say(name, values);
  if (text === shown) return; // a live region: what has not changed is not read out again
  shown = text;
  line.dataset.state = name;
  line.textContent = text;
}

// Shows a text with buttons; `choices` are [label, what to do].
export function tell(text, choices = [[say("close"), () => {}]]) {
  box.replaceChildren();
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  for (const [label, act] of choices) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.className = choices[0][0] === label ? "btn btn-primary" : "btn btn-outline-secondary";
    button.addEventListener("click", () => { hush(); act(); });
    box.append(button);
  }
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

export function hush() {
  box.hidden = true;
  box.replaceChildren();
}

// Mistakes as links to their questions.
export function mistakes(found, focus) {
  list.hidden = !found.length;
  if (!found.length) {
    list.replaceChildren();
    return;
  }
  const words = found.length === 1 ? say("errors_one") : say("errors_many", { count: found.length });
  const items = document.createElement("ul");
  for (const { target, label, message } of found) {
    const link = Object.assign(document.createElement("a"), { href: `#${target.id}`, textContent: `${label}: ${message}` });
    link.addEventListener("click", (event) => { event.preventDefault(); focusIn(target); });
    items.appendChild(document.createElement("li")).append(link);
  }
  list.replaceChildren(Object.assign(document.createElement("h2"), { textContent: words }), items);
  if (!focus) return;
  list.focus();
  list.scrollIntoView({ block: "start" });
}

function focusIn(target) {
  target.scrollIntoView({ block: "center" });
  target.querySelector("input:not([type=hidden]), textarea, button, [tabindex]")?.focus({ preventScroll: true });
}
