// Arrivals on their way: each stands in this device's queue until the server has answered, and is
// sent in the order in which the guests came. The server takes the same one twice as one.
import * as store from "./store.js";

const PATIENCE = 20_000; // ms

export class Trouble extends Error {
  // kind: offline | signed_out | refused | unfit | fault
  constructor(kind, text = "") {
    super(text || kind);
    this.kind = kind;
    this.text = text;
  }
}

// Read anew each time: it changes when the person signs in again.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";

async function request(url, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(url, {
      method: body ? "POST" : "GET",
      body,
      cache: "no-store",
      redirect: "manual",
      headers: body ? { "X-CSRFToken": token() } : {},
      signal: stop.signal,
    });
  } catch {
    throw new Trouble("offline");
  } finally {
    clearTimeout(timer);
  }
}

export async function ask(url, body = null) {
  let response = await request(url, body);
  if (response.status === 403 && body) {
    await request(location.pathname); // an old token: the page brings a fresh one
    response = await request(url, body);
  }
  if (response.type === "opaqueredirect") throw new Trouble("signed_out");
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({}));
  if ([502, 503, 504].includes(response.status)) throw new Trouble("offline");
  if (response.status === 422) throw new Trouble("unfit", told.text);
  throw new Trouble([403, 404].includes(response.status) ? "refused" : "fault", told.text);
}

function packed(entry) {
  const body = new FormData();
  for (const [name, value] of Object.entries(entry.values)) if (value) body.set(name, value);
  body.set("client_key", entry.client_key);
  body.set("arrived", entry.arrived);
  if (entry.signature) body.set("signature", new Blob([entry.signature], { type: "image/png" }), "tanda-tangan.png");
  return body;
}

// One page sends at a time, where several are open.
const alone = (work) => (navigator.locks ? navigator.locks.request("selaras-pintu", work) : work());

// What stays here until a person has looked at it; undefined where the server is done with it.
const held = (entry, said) => (said.reply === "other" ? { ...entry, refused: said.text, other: said.name } : undefined);

// Sends what waits; `onSent(entry, said)` and `onHeld(entry, trouble)` hear of each.
export const flush = (config, { onSent, onHeld, onBegin }) => alone(async () => {
  for (const entry of await store.waiting(config.key)) {
    if (entry.refused) continue; // waits for a person, not for the network
    onBegin?.();
    try {
      const said = await ask(config.send_url, packed(entry));
      const kept = held(entry, said);
      await (kept ? store.put(kept) : store.remove(entry.id));
      await onSent(kept || entry, said);
    } catch (trouble) {
      const known = trouble instanceof Trouble ? trouble : new Trouble("fault");
      if (known.kind === "unfit") await store.put({ ...entry, refused: known.text || "?" });
      await onHeld(entry, known);
      if (!["unfit", "fault"].includes(known.kind)) return; // later ones wait as well
    }
  }
});

// Only a page of a secure place has randomUUID; the others make one of random bytes.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
