// The form of one guest, with the signature: filled from an invitation, read when it is sent.
const $ = (id) => document.getElementById(id);
const form = $("tamu");
const NAMES = ["name", "organisation", "position", "number", "group"];
let pad = null;
let about = {};
let signed = null; // drawn before, when a guest is written once more

export async function prepare(padUrl, { done, back }) {
  const { default: SignaturePad } = await import(padUrl);
  pad = new SignaturePad($("kanvas"), { penColor: "#101840", minWidth: 0.8, maxWidth: 2.6 });
  $("hapus-paraf").addEventListener("click", () => { signed = null; pad.clear(); });
  addEventListener("resize", () => { if (!form.hidden) fit(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done();
  });
  $("kembali").addEventListener("click", back);
}

// The canvas has as many points as it is wide; what is drawn already stays.
function fit() {
  const canvas = $("kanvas");
  const scale = Math.min(2, Math.max(1, devicePixelRatio || 1));
  const drawn = pad.toData();
  canvas.width = canvas.offsetWidth * scale;
  canvas.height = canvas.offsetHeight * scale;
  canvas.getContext("2d").scale(scale, scale);
  pad.fromData(drawn);
  if (signed) show(signed);
}

async function show(drawn) {
  const image = await createImageBitmap(new Blob([drawn], { type: "image/png" })).catch(() => null);
  const canvas = $("kanvas");
  if (image && drawn === signed) canvas.getContext("2d").drawImage(image, 0, 0, canvas.offsetWidth, canvas.offsetHeight);
}

// `guest`: what is known; `kind`: invited | walk_in; `fixed`: what is sent besides.
export function open(guest, { kind, title, note = "", fixed = {}, signature = null }) {
  about = { kind, fixed };
  form.reset();
  for (const name of NAMES) if (form.elements[name]) form.elements[name].value = guest[name] || "";
  form.elements.is_delegate.checked = Boolean(guest.delegate);
  for (const part of form.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== kind;
  $("tamu-judul").textContent = title;
  $("tamu-keterangan").textContent = note;
  $("tamu-keterangan").hidden = !note;
  wrong("");
  form.hidden = false;
  signed = signature;
  pad.clear();
  fit();
  (guest.name ? $("tamu-judul") : form.elements.name).focus();
  form.scrollIntoView({ block: "start" });
}

export function close() {
  form.hidden = true;
  form.reset();
  signed = null;
  pad?.clear();
}

export const isOpen = () => !form.hidden;
export function wrong(text) {
  $("tamu-salah").textContent = text;
  $("tamu-salah").hidden = !text;
  if (text) form.elements.name.focus();
}

// What is sent, and the drawing as bytes; null where the name is missing.
export async function read() {
  const values = { ...about.fixed };
  for (const name of NAMES) {
    const field = form.elements[name];
    if (field && !field.closest("[hidden]")) values[name] = field.value.trim();
  }
  if (form.elements.is_delegate.checked && about.kind === "invited") values.is_delegate = "on";
  if (!values.name) return null;
  return { values, signature: await drawing() };
}

async function drawing() {
  if (pad.isEmpty()) return signed;
  const blob = await new Promise((resolve) => $("kanvas").toBlob(resolve, "image/png"));
  return blob && blob.arrayBuffer();
}
