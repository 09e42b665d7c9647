// Small helps of the office frame; every page works without them.
import { rows } from "./rows.js";

if (window.htmx) {
  htmx.config.disableInheritance = true;
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
}

const menu = document.querySelector("[data-menu]");
menu?.addEventListener("click", () => {
  const open = document.getElementById("sidebar").classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});

// A button with data-confirm asks first, in a dialog that the keyboard can use.
const dialog = document.getElementById("confirm");
let waiting = null;
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button === waiting || !dialog) return;
  event.preventDefault();
  dialog.querySelector("#confirm-text").textContent = button.dataset.confirm;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    waiting = button;
    button.click();
    waiting = null;
  }, { once: true });
});

// Filters are sent as soon as a choice is made.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filters]");
  if (form && event.target.tagName === "SELECT") form.requestSubmit();
});

// Text that was typed and not saved is not lost by a stray click.
const guarded = document.querySelector("form[data-unsaved]");
if (guarded) {
  let dirty = false;
  guarded.addEventListener("input", () => { dirty = true; });
  guarded.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

// A second click on a form that is being sent does nothing; the server would ignore it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:afterSwap", () => document.querySelector("[data-focus]")?.focus());
rows();
