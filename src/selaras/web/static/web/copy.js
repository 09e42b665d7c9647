// <button data-copy="text"> puts the text on the clipboard and says so in the words of data-copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("[data-copy-words]") || button;
  const before = words.textContent;
  words.textContent = button.dataset.copied || "✓";
  setTimeout(() => { words.textContent = before; }, 2000);
});
