// A button or form with data-confirm="…" asks first, in a native dialog.
const dialog = document.getElementById("confirm");
const text = document.getElementById("confirm-text");
let agreed = null;

function ask(question, then) {
  text.textContent = question;
  dialog.showModal();
  const answer = (event) => {
    const button = event.target.closest("[data-answer]");
    if (!button) return;
    dialog.close();
    if (button.dataset.answer === "yes") then();
  };
  dialog.addEventListener("click", answer);
  dialog.addEventListener("close", () => dialog.removeEventListener("click", answer), { once: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (!question || agreed === form || !dialog) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  ask(question, () => {
    agreed = form;
    form.requestSubmit(button);
    agreed = null;
  });
}, true);

const summary = document.querySelector("[data-error-summary]");
summary?.focus();

// A panel closes when the person goes elsewhere.
const panels = () => document.querySelectorAll("details[data-drop][open]");
document.addEventListener("click", (event) => panels().forEach((panel) => { if (!panel.contains(event.target)) panel.open = false; }));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  panels().forEach((panel) => { panel.open = false; panel.querySelector("summary").focus(); });
});
