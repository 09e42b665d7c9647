// After htmx has sent a form, the same form may be sent again: it gets a fresh key.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing without https
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

document.addEventListener("htmx:afterRequest", (event) => {
  const key = event.detail.elt.closest("form")?.querySelector('input[name="_key"]');
  if (key && event.detail.successful) key.value = freshKey();
});
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.querySelector("[data-focus]")?.focus());
