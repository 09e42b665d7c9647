// Nobody stands beside the screen of the hall: what does not fit is shown page by page, in turn.
const STAY = 12000;
const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

setInterval(() => {
  const end = document.documentElement.scrollHeight - innerHeight;
  if (end <= 0) return;
  const top = scrollY >= end - 4 ? 0 : Math.min(end, scrollY + innerHeight * 0.7);
  scrollTo({ top, behavior: smooth });
}, STAY);
