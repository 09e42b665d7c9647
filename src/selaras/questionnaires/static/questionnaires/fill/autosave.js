// Keeps the work: on this device within two seconds of a change, on the server within five.
import { Trouble, ask, form } from "fill/server";
import { clock, state } from "fill/panel";
import * as store from "fill/store";
import { withIds } from "fill/meta";

const LOOK = 1500; // ms between looks at what changed
const SEND = 3000; // ms between two savings on the server at least
const AGAIN = 5000; // ms until the next try when the network fails
const PATIENCE = 10_000; // ms that a last saving may take
const SMALL = 60_000; // what the browser lets outlive a page
const CHANGES = ["input", "change", "click", "keyup", "drop"];

// `work`: { ids, serial, tried, dirty, local and onServer: names of files that are there }
export function autosave({ adapter, config, work, later, onMoved, onRefusedFile, onTrouble, onWell }) {
  // xml: the work as it stands; saved: as the server has it; tried: as it was sent last
  const it = { xml: null, saved: null, tried: work.tried, files: new Map(), touched: true, busy: false, held: false, next: 0, trouble: "", stopped: false };
  const refused = new Set();

  async function look() {
    if (!it.touched || it.stopped || !adapter.ready()) return;
    it.touched = false;
    if (it.xml === null) {
      it.xml = withIds((await adapter.first()).xml, work.ids);
      it.saved = work.dirty ? "" : it.xml;
    }
    const taken = await adapter.capture();
    const xml = withIds(taken.xml, work.ids);
    if (xml === it.xml || it.stopped) return;
    it.xml = xml;
    it.files = taken.files;
    await keep(true);
  }

  async function keep(dirty) {
    try {
      const fresh = [...it.files].filter(([name]) => !work.local.has(name));
      for (const [name, blob] of fresh) {
        await store.putFile({ key: config.key, name, original: adapter.originals.get(name) || "", blob });
        work.local.add(name);
      }
      const names = Object.fromEntries([...it.files.keys()].map((name) => [name, adapter.originals.get(name) || ""]));
      if (!it.stopped) await store.putDraft({ key: config.key, xml: it.xml, names, serial: work.serial, tried: it.tried, dirty, at: Date.now() });
    } catch {
      // A device that keeps nothing (private window, full): the server still does.
    }
  }

  async function send(takesOver = false) {
    const rests = !takesOver && (it.held || Date.now() < it.next);
    if (it.busy || it.stopped || rests || it.xml === it.saved) return;
    it.busy = true;
    try {
      if (await later()) state("local", { time: clock() });
      else await push(takesOver);
    } catch (trouble) {
      failed(trouble);
    } finally {
      it.busy = false;
    }
  }

  const post = (xml, takesOver, more) => ask(config.draft_url, { body: form({ xml, serial: work.serial, takes_over: takesOver ? "1" : "0" }), ...more });

  async function push(takesOver) {
    const [xml, before] = [it.xml, it.tried];
    it.tried = xml;
    await keep(true);
    const said = await post(xml, takesOver).catch(async (trouble) => {
      if (trouble.kind !== "moved" || !(await isOwn([xml, before]))) throw trouble;
      return post(xml, false);
    });
    work.serial = said.serial;
    work.tried = xml;
    if (it.trouble) onWell();
    it.trouble = "";
    it.held = false;
    await sendFiles();
    it.saved = xml;
    it.next = Date.now() + SEND;
    if (it.xml !== xml || it.stopped) return;
    await keep(false);
    state("saved", { time: said.updated });
  }

  // An answer of the server that got lost is not somebody else's work.
  async function isOwn(sent) {
    const { draft } = await ask(config.draft_url);
    if (!draft || !sent.includes(draft.xml)) return false;
    work.serial = draft.serial;
    return true;
  }

  async function sendFiles() {
    for (const [name, file] of it.files) {
      if (work.onServer.has(name) || refused.has(name)) continue;
      const body = form({ names: JSON.stringify({ [name]: adapter.originals.get(name) || name }) });
      body.set("file", file, name);
      try {
        await ask(config.file_url, { body, seconds: 300 });
        work.onServer.add(name);
      } catch (trouble) {
        if (!(trouble instanceof Trouble) || trouble.kind !== "unfit") throw trouble;
        refused.add(name);
        onRefusedFile(name, trouble.message);
      }
    }
  }

  function failed(trouble) {
    if (it.stopped) return;
    const kind = trouble instanceof Trouble ? trouble.kind : "fault";
    it.next = Date.now() + AGAIN;
    state(kind === "offline" ? "offline" : "local", { time: clock() });
    if (kind === "moved") { it.held = true; onMoved(trouble.message); }
    else if (kind !== "offline" && kind !== it.trouble) onTrouble(kind, trouble.message);
    if (kind !== "offline") it.trouble = kind;
  }

  // The page goes away: what the server lacks is sent without waiting; the device has it already.
  function leave() {
    look();
    if (it.stopped || it.held || it.busy || it.xml === it.saved || it.xml.length > SMALL) return;
    const xml = it.xml;
    it.busy = true;
    it.tried = xml;
    post(xml, false, { keepalive: true })
      .then((said) => { work.serial = said.serial; it.saved = xml; }, () => {})
      .finally(() => { it.busy = false; });
  }

  const touch = () => { it.touched = true; };
  for (const kind of CHANGES) document.addEventListener(kind, touch, true);
  const timer = setInterval(() => look().then(() => send()), LOOK);
  addEventListener("online", () => { it.next = 0; send(); });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  return {
    takeOver: () => send(true),
    // Resolves when nothing is on its way any more: a saving must not overtake the sending.
    stop: async () => {
      it.stopped = true;
      clearInterval(timer);
      for (let waited = 0; it.busy && waited < PATIENCE; waited += 100) await new Promise((done) => setTimeout(done, 100));
    },
  };
}
