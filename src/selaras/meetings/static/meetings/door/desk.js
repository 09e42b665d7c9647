// The officer's page at the door.
import * as guest from "./guest.js";
import * as page from "./page.js";
import * as scan from "./scan.js";
import * as search from "./search.js";
import { Trouble, ask, flush, newKey } from "./sending.js";
import * as store from "./store.js";
import * as waiting from "./waiting.js";

const $ = (id) => document.getElementById(id);
const config = JSON.parse($("meja").textContent);
const say = (name, values) => page.say(config, name, values);
const SHOWN = 12;
const AGAIN = 10_000; // ms between tries
const FRESH = 30_000; // ms after which the list is asked for anew
let list = [];
let listed = false; // whether a list was ever had, be it empty
let queue = [];
let mended = null; // the entry that is written once more
let thanked = null; // the note that somebody is received

const invitedOf = ({ values }) => list.find(({ guest: each }) => each.id === Number(values.invitation))?.guest;
const queued = (id) => queue.find((entry) => Number(entry.values.invitation) === id);

function show() {
  const hits = search.found(list, $("kata").value);
  $("hasil").replaceChildren(...hits.slice(0, SHOWN).map(row));
  const rest = hits.length - SHOWN;
  $("lagi").textContent = hits.length ? (rest > 0 ? say("more", { count: rest }) : "") : say(list.length ? "none" : listed ? "nobody" : "no_list");
}

function row(person) {
  const waits = queued(person.id);
  const there = person.there ? `${say("since", { time: page.clock(person.there) })}${person.signed ? "" : `, ${say("unsigned")}`}` : "";
  return page.line([
    ["strong", person.addressee],
    ["span", [person.there_name || person.name, person.unit, person.group].filter(Boolean).join(" · ")],
    ["span", there, "is-there"],
    ["span", waits && !there ? say("here", { time: page.clock(waits.arrived) }) : "", "is-waiting"],
  ], () => openInvited(person, "name"));
}

function openInvited(person, way, fixed = { invitation: String(person.id) }) {
  const there = person.there ? `${say("since", { time: page.clock(person.there) })} (${person.there_name})` : "";
  show_part("guest");
  guest.open({ ...person, name: person.there_name || person.name }, { kind: "invited", title: person.addressee, note: [there, person.unit_name, person.group].filter(Boolean).join(" · "), fixed: { ...fixed, way } });
}

function openNew() {
  show_part("guest");
  guest.open({}, { kind: "walk_in", title: $("tamu-baru").textContent.trim(), fixed: { way: "walk_in" } });
}

// Once more what was not taken: it stays what it was, a guest of this letter who came then.
function openAgain(entry) {
  const { invitation = "", code = "", way, besides = "", ...values } = entry.values;
  const person = invitedOf(entry);
  const kind = invitation || code ? "invited" : "walk_in";
  const title = person?.addressee || (kind === "invited" ? values.name : $("tamu-baru").textContent.trim());
  show_part("guest");
  guest.open({ ...values, delegate: values.is_delegate }, { kind, title, note: entry.refused, fixed: { invitation, code, way, besides }, signature: entry.signature });
  mended = entry;
}

function show_part(name) {
  mended = null;
  $("cari-tamu").hidden = name === "guest";
  $("kamera").hidden = name !== "camera";
  if (name !== "camera") scan.stop($("video"));
  if (name !== "guest") guest.close();
}

async function receive() {
  const given = await guest.read();
  if (!given) return guest.wrong(say("name_missing"));
  const arrived = mended?.arrived || new Date().toISOString();
  const entry = { key: config.key, client_key: newKey(), arrived, ...given };
  try {
    await store.add(entry);
    if (mended) await store.remove(mended.id);
  } catch {
    page.note(say("no_store"), { kind: "bad" });
    return undefined;
  }
  thanked = page.note(say("received", { name: given.values.name }), { seconds: 6 });
  $("kata").value = "";
  show_part("search");
  $("kata").focus({ preventScroll: true });
  scrollTo(0, 0);
  await refresh();
  return send();
}

async function refresh() {
  queue = await store.waiting(config.key).catch(() => []);
  $("antrean").hidden = !queue.length;
  $("antrean-daftar").replaceChildren(...queue.map((entry) => waiting.line(entry, say, work)));
  show();
}

// An entry goes on with what an officer said of it; twice the same click changes nothing more.
async function decided(entry, values) {
  if (!queue.some(({ id, other }) => id === entry.id && other)) return;
  await store.put({ ...entry, client_key: newKey(), values: { ...entry.values, ...values }, refused: "", other: "" });
  await refresh();
  send();
}

const work = {
  remove: async (entry) => { await store.remove(entry.id); refresh(); },
  again: (entry) => openAgain(entry),
  same: (entry) => decided(entry, { name: entry.other }),
  another: (entry) => decided(entry, { besides: "on", is_delegate: "", way: "walk_in" }),
};

async function send() {
  let tried = false;
  let trouble = "";
  await flush(config, {
    onBegin: () => { tried = true; page.state(say("sending")); },
    onSent: async (entry, said) => { mark(entry, said); await refresh(); tell(entry, said); },
    onHeld: (entry, what) => { trouble = held(what, entry) || trouble; },
  });
  if (tried) stuck = trouble;
  await refresh();
  status();
}

// The list on this device knows of it at once, before it is asked for anew.
function mark(entry, said) {
  const person = invitedOf(entry);
  if (person && said.name && !entry.values.besides) Object.assign(person, { there: person.there || entry.arrived, there_name: said.name, signed: said.signed });
}

function tell(entry, said) {
  const { name } = entry.values;
  const fine = [say("clear"), () => {}];
  if (said.unfit) page.note(say("unfit", { name }), { kind: "warn", choices: [fine] });
  if (said.reply === "undone") page.note(say("not_taken", { name, text: said.text }), { kind: "warn", choices: [fine] });
  if (said.reply === "already") page.note(say("already", { name, text: said.text, other: said.name }), { choices: [fine], seconds: 15 });
  if (said.reply !== "other") return;
  thanked?.remove();
  const choices = [[say("same"), () => work.same(entry)], [say("another"), () => work.another(entry)]];
  page.note(`${name}: ${said.text}`, { kind: "warn", choices });
}

let stuck = "";
function held(trouble, entry) {
  if (trouble.kind !== "unfit") return trouble.kind;
  thanked?.remove();
  page.note(say("not_taken", { name: entry.values.name, text: trouble.text }), { kind: "bad", choices: [[say("clear"), () => {}]] });
  return "";
}

function status() {
  const count = queue.length;
  const waits = count ? ` ${say("waiting", { count })}` : "";
  if (stuck) page.state(`${say(stuck)}${waits}`, stuck === "offline" ? "is-offline" : "is-bad");
  else page.state(count ? waits : say("online"));
}

let asked = 0;
async function fetchList(force = false) {
  if (!force && Date.now() - asked < FRESH) return;
  asked = Date.now();
  try {
    const { guests } = await ask(config.list_url);
    await store.putList(config.key, guests).catch(() => {});
    list = search.prepared(guests);
    listed = true;
    stuck = "";
  } catch (trouble) {
    stuck = trouble instanceof Trouble ? trouble.kind : "fault";
    if (["refused", "signed_out"].includes(stuck)) await store.dropList(config.key).catch(() => {});
  }
  show();
  status();
}

async function openCode(code, way) {
  show_part("search");
  const hash = await page.hashOf(code).catch(() => "");
  const known = () => list.find(({ guest: each }) => each.code === hash)?.guest;
  if (!known()) await fetchList(true);
  if (known()) return openInvited(known(), way);
  return page.note(say("unknown_code"), { kind: "bad", seconds: 10 });
}

async function camera() {
  if (!scan.isSecure()) return page.note(say("no_secure"), { kind: "warn", seconds: 10 });
  show_part("camera");
  return scan.start($("video"), config.files.jsqr, (code) => openCode(code, "qr"), () => page.note(say("unknown_code"), { kind: "warn", seconds: 5 }))
    .catch(() => { show_part("search"); page.note(say("no_camera"), { kind: "warn", seconds: 10 }); });
}

async function begin() {
  if (!(await store.works())) page.note(say("no_store"), { kind: "bad" });
  const kept = await store.getList(config.key).catch(() => null);
  list = search.prepared(kept?.guests || []);
  listed = Boolean(kept);
  await guest.prepare(config.files.pad, { done: receive, back: () => show_part("search") });
  $("kata").addEventListener("input", show);
  $("tamu-baru").addEventListener("click", () => openNew());
  $("pindai").addEventListener("click", camera);
  $("kamera-tutup").addEventListener("click", () => show_part("search"));
  $("kirim").addEventListener("click", send);
  await refresh();
  await fetchList(true);
  const code = location.hash.match(/^#u\/([\w-]+)/)?.[1];
  if (code) {
    history.replaceState(null, "", location.pathname);
    openCode(code, "qr");
  }
  await send();
  addEventListener("online", () => { send(); fetchList(true); });
  addEventListener("offline", () => { stuck = "offline"; status(); });
  setInterval(async () => { await send(); if (!guest.isOpen()) await fetchList(Boolean(stuck)); }, AGAIN);
  page.keepOffline(config);
}

begin();
