// The buttons beside each card, and how many dots are left; without this the numbers are typed.
const form = document.querySelector("form[data-dots]");
if (form) {
  const limit = Number(form.dataset.dots);
  const fields = [...form.querySelectorAll("input[type=number]")];
  const line = form.querySelector("[data-left-line]");
  const left = () => limit - fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
  const show = () => {
    const rest = left();
    line.hidden = false;
    form.querySelector("[data-left]").textContent = rest;
    line.classList.toggle("wrong", rest < 0);
    for (const button of form.querySelectorAll("[data-step]")) {
      const value = Number(button.parentElement.querySelector("input").value) || 0;
      button.disabled = button.dataset.step === "1" ? rest <= 0 : value <= 0;
    }
  };
  for (const button of form.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.parentElement.querySelector("input");
      field.value = Math.max(0, (Number(field.value) || 0) + Number(button.dataset.step));
      show();
    });
  }
  form.addEventListener("input", show);
  show();
}
