// A wall that looks again by itself: asks for its revision, takes in what changed, keeps the place
// of the reader and what is being typed. Without this script the same pages work as plain forms.
let ahead = 0; // how far the server's clock is before this one, in milliseconds
const EVERY = 1400, HIDDEN = 20000, SLOWEST = 15000;

// Children with a data-key stay the same element while their data-v is the same.
export function morph(box, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const known = new Map([...box.children].map((child) => [child.dataset.key, child]));
  const kept = new Set();
  let place = box.firstElementChild;
  for (const part of [...fresh.content.children]) {
    const old = known.get(part.dataset.key);
    const same = old && old.dataset.v === part.dataset.v;
    const now = same ? old : part;
    if (old && !same) carry(old, part);
    if (now !== place) box.insertBefore(now, place);
    else place = place.nextElementSibling;
    if (old && !same) {
      const held = old.contains(document.activeElement) && document.activeElement;
      if (place === old) place = old.nextElementSibling;
      old.remove();
      if (held) refocus(now, held);
    }
    kept.add(now);
  }
  for (const child of [...box.children]) if (!kept.has(child)) child.remove();
}

function carry(old, part) {
  for (const box of old.querySelectorAll("input[type=checkbox]:checked")) {
    const twin = part.querySelector(`input[name="${box.name}"][value="${box.value}"]`);
    if (twin) twin.checked = true;
  }
  if (old.querySelector("details[open]")) part.querySelector("details")?.setAttribute("open", "");
}

function refocus(part, held) {
  const twin = held.id ? part.querySelector(`#${CSS.escape(held.id)}`) : null;
  (twin || part.querySelector("button, a, input"))?.focus({ preventScroll: true });
}

function phase(name) {
  for (const part of document.querySelectorAll("[data-phases]")) part.hidden = !part.dataset.phases.split(" ").includes(name);
}

function tick() {
  for (const time of document.querySelectorAll("time[data-until]")) {
    const left = Math.max(0, Math.round((Date.parse(time.dateTime) - Date.now() - ahead) / 1000));
    const words = `${Math.floor(left / 60)}.${String(left % 60).padStart(2, "0")}`;
    if (time.textContent !== words) time.textContent = words;
    time.classList.toggle("time-over", left === 0);
  }
}

class Live {
  constructor(box) {
    this.box = box;
    this.revision = box.dataset.revision;
    this.wait = EVERY;
    this.offline = document.querySelector("[data-offline]");
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
    this.plan();
  }

  // Spread out, so that 150 phones do not ask in the same moment; slower when nobody looks.
  plan() {
    clearTimeout(this.timer);
    const wait = document.hidden ? HIDDEN : this.wait;
    this.timer = setTimeout(() => this.look(), wait * (0.85 + Math.random() * 0.3));
  }

  async look() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    const began = performance.now();
    try {
      const answer = await fetch(`${this.box.dataset.live}?r=${encodeURIComponent(this.revision)}`, { cache: "no-store", headers: { Accept: "application/json" } });
      if (answer.status === 410 || answer.status === 403) return this.gone();
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 200) this.take(await answer.json());
      // A slow server is asked less often.
      this.wait = Math.min(SLOWEST, Math.max(EVERY, 3 * (performance.now() - began)));
      if (this.offline) this.offline.hidden = true;
    } catch {
      this.wait = Math.min(SLOWEST, this.wait * 2);
      if (this.offline) this.offline.hidden = false;
    } finally {
      this.busy = false;
    }
    this.plan();
  }

  take(news) {
    const before = this.said();
    this.revision = String(news.revision);
    if (news.now) ahead = news.now - Date.now();
    morph(this.box, news.html);
    phase(news.phase);
    tick();
    // A clock inside a live region would be read aloud every second: only the phase is said.
    if (this.said() !== before) say(this.said());
  }

  said() {
    return this.box.querySelector(".wall-phase strong")?.textContent || "";
  }

  // What is half written stays on the page; else the page goes where the place is asked for again.
  gone() {
    leave(this.box.dataset.gone);
  }
}

function leave(url) {
  const typed = [...document.querySelectorAll("form[data-send] input[type=text], form[data-send] textarea")].some((field) => field.value.trim());
  const closed = document.querySelector("[data-closed]");
  if (typed && closed) closed.hidden = false;
  else if (url) location.assign(url);
}

function say(words) {
  const said = document.querySelector("[data-said]");
  if (!said) return;
  said.textContent = words;
  setTimeout(() => { said.textContent = ""; }, 4000);
}

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing without https
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function tell(form, lines) {
  const box = form.querySelector("[data-errors]");
  box.replaceChildren();
  if (!lines.length) return;
  say("");
  const summary = document.createElement("div");
  summary.className = "error-summary";
  summary.setAttribute("role", "alert");
  for (const line of lines) {
    const place = document.createElement("p");
    place.className = "mb-0";
    place.textContent = line;
    summary.append(place);
  }
  box.append(summary);
}

// The key stays the same until an answer came: sending again after a broken connection doubles nothing.
async function send(form, submitter, live) {
  const data = new FormData(form, submitter);
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (!(answer.headers.get("Content-Type") || "").includes("json")) {
      if (answer.redirected) return leave(answer.url);
      return tell(form, [(await answer.text()).replace(/<[^>]*>/g, " ").trim().slice(0, 300)]);
    }
    const words = await answer.json();
    if (!answer.ok) return tell(form, Object.values(words.errors).flat());
    tell(form, []);
    form.elements._key.value = freshKey();
    for (const field of form.querySelectorAll("input[type=text], textarea")) field.value = "";
    say(words.text);
    live?.look();
  } catch {
    if (live?.offline) live.offline.hidden = false;
  }
}

const box = document.querySelector("[data-live]");
const live = box ? new Live(box) : null;
for (const form of document.querySelectorAll("form[data-send]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    send(form, event.submitter, live).finally(() => delete form.dataset.sending);
  });
}
tick();
setInterval(tick, 1000);
