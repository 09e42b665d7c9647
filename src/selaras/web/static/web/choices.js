// A long list of checkboxes: what is chosen comes first, and a search hides what does not fit.
function enhance(box) {
  const rows = [...box.querySelectorAll("label:has(input[type=checkbox])")];
  const places = rows.map((row) => row.closest("[id$=_list] > div > div") || row);
  const chosen = () => rows.filter((row) => row.querySelector("input").checked);
  const search = box.querySelector("[data-choices-search]");
  const count = () => { box.querySelector("[data-choices-count]").textContent = chosen().length; };
  const field = search.querySelector("input");
  const list = places[0]?.parentElement;
  if (!list) return;
  list.prepend(...places.filter((_place, at) => rows[at].querySelector("input").checked));
  search.hidden = false;
  count();
  box.addEventListener("change", count);
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const text = row.textContent.toLocaleLowerCase();
      places[at].hidden = !words.every((word) => text.includes(word));
      if (!places[at].hidden) shown += 1;
    });
    box.querySelector("[data-choices-none]").hidden = shown > 0;
  });
  // Enter in the search would send the whole form.
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

document.querySelectorAll("[data-choices]").forEach(enhance);
