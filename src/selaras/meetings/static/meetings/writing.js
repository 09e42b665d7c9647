// The page on which a section is written: the sign of life. The writing itself is web/prose.js.
const form = document.querySelector("form[data-section]");
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const busy = document.querySelector("[data-busy]");
const revision = Number(form.querySelector("[name=revision]").value);

const post = (address, values) =>
  fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams(values) });

async function alive() {
  if (document.hidden) return;
  const answer = await post(form.dataset.alive, {}).catch(() => null);
  if (!answer?.ok) return;
  const said = await answer.json();
  const words = said.revision === revision ? said.busy : form.dataset.newer;
  if (busy.textContent !== words) busy.textContent = words;
  busy.hidden = !words;
}
setInterval(alive, 20000);
