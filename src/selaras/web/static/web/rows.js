// Rows of a formset: add a copy of the blank one, take away one that was added.
function number(box) {
  box.querySelectorAll("[data-row]:not([hidden]) [data-row-number]").forEach((place, index) => { place.textContent = index + 1; });
}

function add(box) {
  const total = box.querySelector(`[name="${box.dataset.rows}-TOTAL_FORMS"]`);
  const row = box.querySelector("template[data-rows-blank]").content.firstElementChild.cloneNode(true);
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      if (attribute.value.includes("__prefix__")) attribute.value = attribute.value.replaceAll("__prefix__", total.value);
    }
  }
  total.value = Number(total.value) + 1;
  box.querySelector("[data-rows-list]").append(row);
  row.querySelector("[data-row-remove]").hidden = false;
  number(box);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

// The row stays in the form, empty: the server passes over empty rows, and no number is missing.
function remove(box, row) {
  for (const field of row.querySelectorAll("input:not([type=hidden]), textarea")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
    else field.value = "";
  }
  for (const field of row.querySelectorAll("select")) {
    const first = [...field.options].find((option) => option.defaultSelected) || field.options[0];
    if (first) field.value = first.value;
  }
  row.hidden = true;
  number(box);
  box.querySelector("[data-rows-add]").focus();
}

for (const box of document.querySelectorAll("[data-rows]")) {
  for (const button of box.querySelectorAll("[data-rows-add], [data-row-remove]")) button.hidden = false;
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-rows-add]")) add(box);
    const button = event.target.closest("[data-row-remove]");
    if (button) remove(box, button.closest("[data-row]"));
  });
}
