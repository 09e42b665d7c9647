// Answers on their way: each stands in the queue of this device until the server has it, and is
// sent in order, once. The server takes the same answer twice without doubling it.
import { Trouble, ask, form } from "fill/server";
import { clock, state } from "fill/panel";
import * as store from "fill/store";

export const add = (entry) => store.enqueue({ ...entry, at: Date.now() });
export const waiting = (owner) => store.waiting(owner).catch(() => []);

// One page sends at a time, where several are open.
const alone = (work) => (navigator.locks ? navigator.locks.request("selaras-queue", work) : work());

// Sends what waits; `onSent(entry, said)` and `onHeld(entry, trouble)` hear of each.
export function flush(owner, { onSent, onHeld }) {
  return alone(async () => {
    for (const entry of await waiting(owner)) {
      try {
        const said = await send(entry);
        await store.dequeue(entry.id);
        await onSent(entry, said);
      } catch (trouble) {
        await onHeld(entry, trouble instanceof Trouble ? trouble : new Trouble("fault"));
        if (!["moved", "unfit", "refused"].includes(trouble.kind)) return; // later ones wait as well
      }
    }
  });
}

export async function send(entry) {
  const known = new Set(entry.onServer);
  const said = await post(entry, entry.files.filter((file) => !known.has(file.name)));
  const missing = new Set(said.missing);
  const held = entry.files.filter((file) => missing.has(file.name));
  return held.length ? post(entry, held) : said;
}

function post(entry, files) {
  const body = form({ names: JSON.stringify(Object.fromEntries(files.map((file) => [file.name, file.original]))) });
  body.set("xml_submission_file", new Blob([entry.xml], { type: "text/xml" }), "xml_submission_file.xml");
  for (const file of files) body.set(file.name, file.blob, file.name);
  state("sending", { time: clock() });
  return ask(entry.url, { body, seconds: 600 });
}
