// What was typed and not saved is not lost by a stray click; a second click sends nothing twice.
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-unsaved]")) dirty = true; });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  dirty = false;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
