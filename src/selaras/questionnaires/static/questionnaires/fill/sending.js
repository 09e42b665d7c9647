// An answer on its way: sent at once when there is a network, else as soon as there is one.
import { idsOf, newId, withIds } from "fill/meta";
import { clock, say, state, tell } from "fill/panel";
import * as queue from "fill/queue";
import * as store from "fill/store";

const AGAIN = 15_000; // ms between tries
const SOON = 2000; // ms in which a sending is not worth words
const NEXT = "isian-berikutnya"; // of this tab: the form that is opened although an answer waits

export async function wait(config, { xml, work, files }, troubled) {
  const entry = { key: config.key, owner: config.owner, url: config.send_url, xml: withIds(xml, work.ids), files, onServer: [...work.onServer], serial: work.serial, tried: work.tried };
  try {
    await queue.add(entry);
  } catch { // a device that keeps nothing: sent at once, or not at all
    showing = true;
    return sent(config, entry, await queue.send(entry));
  }
  return watchQueue(config, troubled, true);
}

const ofForm = async (config) => (await queue.waiting(config.owner)).filter((entry) => entry.key === config.key);
export const waits = async (config) => (await ofForm(config)).length > 0;

let showing = false; // whether the page shows that an answer waits, and no form
let watching = false;
let panel = () => {};

// Whether the page shows that this form's answer waits, and no form.
export async function watchQueue(config, troubled, fresh = false) {
  const own = await ofForm(config);
  showing = own.length > 0 && sessionStorage.getItem(NEXT) !== config.key;
  sessionStorage.removeItem(NEXT);
  const go = () => queue.flush(config.owner, {
    onSent: (entry, said) => sent(config, entry, said),
    onHeld: (entry, trouble) => (showing && entry.key === config.key ? held(config, entry, trouble, troubled) : undefined),
  });
  if (!watching) {
    addEventListener("online", go);
    setInterval(async () => { if ((await queue.waiting(config.owner)).length) go(); }, AGAIN);
    watching = true;
  }
  if (!showing) {
    go();
    return false;
  }
  hide();
  panel = () => show(config, own, go);
  const late = setTimeout(panel, fresh ? SOON : 0); // what is sent at once needs no words
  await go();
  clearTimeout(late);
  return true;
}

function hide() {
  for (const id of ["formulir", "mulai-lagi", "ringkasan"]) document.getElementById(id).hidden = true;
}

async function show(config, own, go) {
  state("waiting", {});
  const choices = [[say("try_now"), go]];
  const begun = await store.getDraft(config.key);
  if (config.many) choices.push([say("next"), () => { sessionStorage.setItem(NEXT, config.key); location.reload(); }]);
  if (!begun) choices.push([say("edit_again"), () => edit(own.at(-1))]);
  tell(`${own.length > 1 ? `${say("waiting_many", { count: own.length })} ` : ""}${say("waiting_text")}`, choices);
}

async function sent(config, entry, said) {
  if (!showing || (await waits(config))) return state("others_sent", {});
  state("sent", {});
  return location.assign(said.next);
}

function held(config, entry, trouble, troubled) {
  state("waiting", { time: clock() });
  if (trouble.kind === "offline") panel();
  else if (trouble.kind === "moved") ask(entry, trouble);
  else if (trouble.kind === "unfit") tell(trouble.message, [[say("edit_again"), () => edit(entry)]]);
  else troubled(trouble.kind);
}

// Somebody has answered in the meantime: mine follows theirs as its next version, or theirs opens.
function ask(entry, trouble) {
  const { text, current, reply } = trouble.data;
  tell(say("moved", { text }), [
    [say("take_over"), () => follow(entry, current, reply)],
    [say("reload"), async () => { await store.backToDraft(entry, store.ASIDE); location.reload(); }],
  ]);
}

async function follow(entry, current, reply) {
  const own = idsOf(entry.xml).instanceID;
  const instanceID = reply === "other_content" || !own ? `uuid:${newId()}` : own;
  await store.putWaiting({ ...entry, xml: withIds(entry.xml, { instanceID, deprecatedID: current }) });
  location.reload();
}

async function edit(entry) {
  await store.backToDraft(entry);
  location.reload();
}
