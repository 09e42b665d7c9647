// What both pages at the door share: words, the line of the network, notes, opening without a network.
const $ = (id) => document.getElementById(id);

export const say = (config, name, values = {}) => config.words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key] ?? "");
export const clock = (moment) => new Date(moment).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

export function state(text, kind = "") {
  const line = $("jaringan");
  line.textContent = text;
  line.className = `door-say ${kind}`;
  line.hidden = !text;
}

// A note above the page, with buttons; `seconds` after which it goes by itself.
export function note(text, { kind = "ok", choices = [], seconds = 0 } = {}) {
  const box = document.createElement("div");
  box.className = `door-note is-${kind} mb-2`;
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  for (const [label, work] of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary me-2";
    button.textContent = label;
    button.addEventListener("click", () => { box.remove(); work(); });
    box.append(button);
  }
  $("pesan").prepend(box);
  if (seconds) setTimeout(() => box.remove(), seconds * 1000);
  return box;
}

// One line of a list, to be touched.
export function line(lines, work) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "door-guest";
  for (const [tag, text, look] of lines) {
    if (!text) continue;
    const part = document.createElement(tag);
    part.textContent = text;
    if (look) part.className = look;
    button.append(part);
  }
  button.addEventListener("click", work);
  item.append(button);
  return item;
}

export async function keepOffline(config) {
  navigator.storage?.persist?.();
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(config.worker_url).catch(() => null);
  const { active } = await navigator.serviceWorker.ready;
  const here = new URL(location.pathname, location.href).href;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept !== here) return;
    $("luring").textContent = say(config, "kept");
    $("luring").hidden = false;
  });
  navigator.serviceWorker.startMessages();
  const used = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => /\/static\/|\.css$/.test(new URL(name).pathname));
  const urls = [here, ...config.keep, ...used].map((url) => new URL(url, location.href).href);
  active.postMessage({ page: here, urls: [...new Set(urls)] });
}

export async function hashOf(code) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 24);
}
