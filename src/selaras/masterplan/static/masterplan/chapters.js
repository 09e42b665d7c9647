// A book is long on a phone: its chapters begin folded there, and open when a link leads into one.
const chapters = document.querySelectorAll("details.chapter");
const wanted = () => location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));

function reveal() {
  const place = wanted();
  const chapter = place && place.closest("details.chapter");
  if (!chapter) return;
  chapter.open = true;
  place.scrollIntoView();
}

if (matchMedia("(max-width: 48rem)").matches) {
  for (const chapter of chapters) chapter.open = false;
}
addEventListener("hashchange", reveal);
// The same link again changes no address, so it is followed by hand.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) reveal();
});
addEventListener("beforeprint", () => { for (const chapter of chapters) chapter.open = true; });
reveal();
