// Only the fields that belong to the chosen answer are shown; without a script all are.
const form = document.querySelector("[data-answer]");
const needs = { coming: ["name", "position", "number"], delegate: ["name", "position", "number"], absent: ["reason"] };

function show() {
  const chosen = form.querySelector('input[name="answer"]:checked')?.value;
  for (const name of ["name", "position", "number", "reason"]) {
    const row = document.getElementById(`id_${name}_field`);
    if (row) row.hidden = !(needs[chosen] || []).includes(name);
  }
}

if (form) {
  form.addEventListener("change", show);
  show();
}
