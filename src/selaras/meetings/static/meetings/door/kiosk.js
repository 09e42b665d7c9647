// The page of a tablet at the door, where guests serve themselves. It keeps no names.
import * as guest from "./guest.js";
import * as page from "./page.js";
import * as scan from "./scan.js";
import { ask, flush, newKey } from "./sending.js";
import * as store from "./store.js";

const $ = (id) => document.getElementById(id);
const config = JSON.parse($("kios").textContent);
const say = (name, values) => page.say(config, name, values);
const AGAIN = 10_000; // ms between tries
const THANKS = 7000; // ms until the next guest
const IDLE = 60_000; // ms after which a guest who went away is forgotten
let idle = 0;

function part(name) {
  for (const [id, shown] of [["cari-tamu", "search"], ["kamera", "camera"], ["terima-kasih", "thanks"]]) $(id).hidden = name !== shown;
  if (name !== "camera") scan.stop($("video"));
  if (name !== "guest") guest.close();
}

function anew() {
  part("search");
  $("kata").value = "";
  $("hasil").replaceChildren();
  $("lagi").textContent = "";
  $("pesan").replaceChildren();
  scrollTo(0, 0);
}

function awake() {
  clearTimeout(idle);
  idle = setTimeout(anew, IDLE);
}

let typed = 0;
function type() {
  clearTimeout(typed);
  typed = setTimeout(look, 250);
}

async function look() {
  const words = $("kata").value.trim();
  if (!words.split(/\s+/).some((word) => word.length >= 3)) {
    $("hasil").replaceChildren();
    $("lagi").textContent = words ? say("fewer") : "";
    return;
  }
  try {
    const { guests } = await ask(`${config.search_url}?q=${encodeURIComponent(words)}`);
    if (words !== $("kata").value.trim()) return; // a later word is on its way
    $("hasil").replaceChildren(...guests.map(row));
    $("lagi").textContent = guests.length ? "" : say("kiosk_none");
  } catch (trouble) {
    $("hasil").replaceChildren();
    $("lagi").textContent = say(trouble.kind === "offline" ? "kiosk_offline" : "kiosk_refused");
  }
}

function row(person) {
  const there = person.there ? say("since", { time: page.clock(person.there) }) : "";
  return page.line([
    ["strong", person.addressee],
    ["span", [person.name, person.unit].filter(Boolean).join(" · ")],
    ["span", there, "is-there"],
  ], () => open(person, { invitation: String(person.id) }, person.addressee, "invited"));
}

function open(person, fixed, title, kind) {
  part("guest");
  guest.open(person, { kind, title, fixed: { ...fixed, way: "kiosk" } });
}

async function receive() {
  const given = await guest.read();
  if (!given) return guest.wrong(say("name_missing"));
  const entry = { key: config.key, client_key: newKey(), arrived: new Date().toISOString(), ...given };
  try {
    await store.add(entry);
  } catch {
    return page.note(say("kiosk_refused"), { kind: "bad" });
  }
  thank(say("thanks", { name: given.values.name }));
  return send(entry.client_key);
}

function thank(words, group = "") {
  $("terima-kasih-kata").textContent = words;
  $("terima-kasih-kelompok").textContent = group;
  part("thanks");
  $("terima-kasih").focus();
  clearTimeout(idle);
  idle = setTimeout(anew, THANKS);
}

// `fresh`: the guest who stands here still, and hears of what the server says.
async function send(fresh = "") {
  let trouble = "";
  await flush(config, {
    onSent: (entry, said) => {
      if (entry.client_key !== fresh || $("terima-kasih").hidden) return;
      if (said.group) $("terima-kasih-kelompok").textContent = say("your_group", { group: said.group });
      if (said.reply === "already") $("terima-kasih-kata").textContent = say("thanks_already", { time: said.since });
    },
    onHeld: (entry, what) => {
      trouble = what.kind;
      if (entry.client_key !== fresh || what.kind !== "unfit") return;
      anew();
      page.note(`${what.text} ${say("kiosk_refused")}`, { kind: "bad", seconds: 20 });
    },
  });
  const waits = await store.waiting(config.key).catch(() => []);
  $("antrean").textContent = waits.length ? say("waiting", { count: waits.length }) : "";
  $("antrean").hidden = !waits.length;
  if (trouble === "refused") page.state(say("kiosk_refused"), "is-bad");
  else page.state(trouble === "offline" || !navigator.onLine ? say("kiosk_offline") : "", "is-offline");
}

// With a network the code brings the name; without one the guest writes it.
async function openCode(code) {
  part("search");
  const told = await ask(`${config.search_url}?kode=${encodeURIComponent(code)}`).catch(() => null);
  if (!told) return open({}, { code }, $("pindai").textContent.trim(), "invited");
  const [person] = told.guests;
  if (person) return open(person, { code }, person.addressee, "invited");
  return page.note(say("unknown_code"), { kind: "bad", seconds: 10 });
}

async function camera() {
  if (!scan.isSecure()) return page.note(say("no_secure"), { kind: "warn", seconds: 10 });
  part("camera");
  return scan.start($("video"), config.files.jsqr, openCode, () => page.note(say("unknown_code"), { kind: "warn", seconds: 5 }))
    .catch(() => { part("search"); page.note(say("no_camera"), { kind: "warn", seconds: 10 }); });
}

async function begin() {
  await guest.prepare(config.files.pad, { done: receive, back: anew });
  $("kata").addEventListener("input", type);
  if ($("kata").value) type(); // by somebody quicker than the script
  $("pindai").addEventListener("click", camera);
  $("kamera-tutup").addEventListener("click", anew);
  $("berikutnya").addEventListener("click", anew);
  $("tamu-baru").addEventListener("click", () => open({}, {}, $("tamu-baru").textContent.trim(), "walk_in"));
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { if ($("terima-kasih").hidden) awake(); });
  addEventListener("online", () => send());
  addEventListener("offline", () => page.state(say("kiosk_offline"), "is-offline"));
  setInterval(send, AGAIN);
  await send();
  page.keepOffline(config);
}

begin();
