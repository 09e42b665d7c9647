// An answer on its way: sent at once when there is a network, else as soon as there is one.
import { withIds, newId } from "fill/meta";
import { clock, say, state, tell } from "fill/panel";
import * as queue from "fill/queue";
import * as store from "fill/store";

const AGAIN = 15_000; // ms between tries

export async function wait(config, { xml, work, files }) {
  const entry = { key: config.key, owner: config.owner, url: config.send_url, xml: withIds(xml, work.ids), files, onServer: [...work.onServer], serial: work.serial, tried: work.tried };
  try {
    await queue.add(entry);
  } catch { // a device that keeps nothing: sent at once, or not at all
    return sent(config, entry, await queue.send(entry));
  }
  return watchQueue(config, {});
}

// Whether this form's own answer waits; then the page shows that, and no form.
export async function watchQueue(config, { troubled }) {
  const own = (await queue.waiting(config.owner)).some((entry) => entry.key === config.key);
  const ends = {
    onSent: (entry, said) => sent(config, entry, said),
    onHeld: (entry, trouble) => held(config, entry, trouble, troubled),
  };
  const go = () => queue.flush(config.owner, ends);
  if (own) show(config, go);
  addEventListener("online", go);
  const timer = setInterval(async () => {
    if ((await queue.waiting(config.owner)).length) go();
    else if (own) clearInterval(timer);
  }, AGAIN);
  if (own) await go();
  else go();
  return own;
}

function show(config, go) {
  const place = document.getElementById("formulir");
  place.hidden = true;
  state("waiting", {});
  tell(say("waiting_text"), [[say("try_now"), go], [say("edit_again"), () => edit(config)]]);
}

function sent(config, entry, said) {
  if (entry.key !== config.key) return state("others_sent", {});
  state("sent", {});
  location.assign(said.next);
  return undefined;
}

function held(config, entry, trouble, troubled) {
  if (entry.key !== config.key) return;
  state("waiting", { time: clock() });
  if (trouble.kind === "moved") ask(config, entry, trouble);
  else if (trouble.kind === "unfit") tell(trouble.message, [[say("edit_again"), () => edit(config)]]);
  else if (trouble.kind !== "offline") troubled?.(trouble.kind);
}

// Somebody has answered in the meantime: mine follows theirs as its next version, or theirs opens.
function ask(config, entry, trouble) {
  const { text, current, reply } = trouble.data;
  tell(say("moved", { text }), [
    [say("take_over"), () => follow(entry, current, reply)],
    [say("reload"), () => lay(config, entry)],
  ]);
}

async function follow(entry, current, reply) {
  const own = entry.xml.match(/uuid:[-0-9a-f]+/i)?.[0];
  const instanceID = reply === "other_content" || !own ? `uuid:${newId()}` : own;
  await store.putWaiting({ ...entry, xml: withIds(entry.xml, { instanceID, deprecatedID: current }) });
  location.reload();
}

async function lay(config, entry) {
  await store.backToDraft(entry, store.ASIDE);
  location.reload();
}

async function edit(config) {
  for (const entry of await queue.waiting(config.owner)) if (entry.key === config.key) await store.backToDraft(entry);
  location.reload();
}
