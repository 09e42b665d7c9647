// Only the fields that belong to the chosen answer are shown; without a script all are.
const form = document.querySelector("[data-answer-form]");
const shown = { coming: ["name", "position", "number"], delegate: ["name", "position", "number"], absent: ["reason"] };
const needed = { coming: ["name"], delegate: ["name", "position"], absent: ["reason"] };

function show() {
  const chosen = form.querySelector('input[name="answer"]:checked')?.value;
  for (const name of ["name", "position", "number", "reason"]) {
    const row = document.getElementById(`id_${name}_field`);
    if (!row) continue;
    row.hidden = !(shown[chosen] || []).includes(name);
    const optional = row.querySelector(".optional");
    if (optional) optional.hidden = (needed[chosen] || []).includes(name);
  }
}

if (form) {
  form.addEventListener("change", show);
  show();
}
