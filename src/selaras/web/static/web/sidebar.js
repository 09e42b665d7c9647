// The menu of a phone: opens over the page, closes with Esc, and gives the focus back.
const opener = document.querySelector("[data-menu-open]");
const menu = document.getElementById("menu");

function show(open) {
  document.body.classList.toggle("menu-open", open);
  opener.setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("a").focus();
  else opener.focus();
}

opener?.addEventListener("click", (event) => { event.preventDefault(); show(true); });
opener?.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); show(true); } });
menu?.querySelector("[data-menu-close]").addEventListener("click", (event) => { event.preventDefault(); show(false); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && document.body.classList.contains("menu-open")) show(false); });
document.addEventListener("click", (event) => {
  if (document.body.classList.contains("menu-open") && !menu.contains(event.target) && !opener.contains(event.target)) show(false);
});
menu?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
