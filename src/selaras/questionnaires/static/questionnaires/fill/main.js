// Opens the form of the page, keeps what is typed, and sends the answer.
import { mount } from "fill/adapter";
import { autosave } from "fill/autosave";
import { watchLabels } from "fill/labels";
import { forEngine, newId } from "fill/meta";
import { bringFiles, open } from "fill/opening";
import { clock, hush, mistakes, say, speak, state, tell } from "fill/panel";
import { ask, fetchFile } from "fill/server";
import { wait, waits, watchQueue } from "fill/sending";
import * as store from "fill/store";
import { watchWords } from "fill/wording";
import { keepOffline, startAnew, watchMistakes } from "fill/page";

const config = JSON.parse(document.getElementById("isian").textContent);
const place = document.getElementById("formulir");
let saving = null;
let sending = false;

function troubled(kind, text = "") {
  if (kind === "unfit" && text) tell(text);
  else if (kind === "signed_out") tell(say("signed_out"), [[say("sign_in"), () => window.open(`${config.login_url}?next=${encodeURIComponent(location.pathname)}`, "_blank")]]);
  else tell(say(kind === "refused" ? "refused" : "fault"));
}

// Two people, or one on two devices: neither loses anything, and the person says what goes on.
const choose = (_local, draft) => new Promise((resolve) => {
  const words = say("moved", { text: say("moved_by", { who: draft.by, time: draft.updated }) });
  tell(words, [[say("take_over"), () => resolve("local")], [say("reload"), () => resolve("remote")]]);
});

async function moved(text) {
  tell(say("moved", { text }), [
    [say("take_over"), takeOver],
    [say("reload"), async () => { saving.stop(); await store.layAside(config.key); location.reload(); }],
  ]);
}

async function takeOver() {
  const { draft } = await ask(config.draft_url).catch(() => ({}));
  if (draft) await store.putAside(config.key, { ...draft, names: draft.files });
  await saving.takeOver();
}

async function offerAside() {
  const aside = await store.getAside(config.key).catch(() => null);
  if (!aside) return;
  tell(say("aside"), [
    [say("aside_open"), async () => { saving.stop(); await store.swap(config.key); location.reload(); }],
    [say("aside_drop"), () => store.dropAside(config.key)],
  ]);
}

async function submit({ xml, files, violations }, work, adapter) {
  if (violations.length || sending) return;
  sending = true;
  state("sending", {});
  await saving.stop();
  await wait(config, { xml, work, files: [...files].map(([name, blob]) => ({ name, blob, original: adapter.originals.get(name) || name })) }, troubled);
  adapter.close();
}

async function start() {
  speak(config.page);
  watchWords(config.engine);
  watchLabels(place);
  if (await watchQueue(config, troubled)) return; // this form's answer is on its way
  const [formXml, work] = await Promise.all([fetchFile(config.form_url).then((response) => response.text()), open(config, choose, waits)]);
  hush();
  const { files, lost } = await bringFiles(config, work);
  const xml = work.xml && forEngine(work.xml, config.form.version, lost);
  const adapter = mount({
    element: place, formXml, media: config.media, opened: { xml, files, originals: work.originals }, texts: config, newId,
    complain: tell, onSubmit: (payload) => submit(payload, work, adapter), onFailure: (error) => { console.error(error); tell(say("no_engine")); },
  });
  const later = () => waits(config); // the draft on the server is that of an answer on its way
  saving = autosave({ adapter, config, work, later, onMoved: moved, onRefusedFile: adapter.refuse, onTrouble: troubled, onWell: hush });
  for (const name of lost) tell(say("file_lost", { name: work.originals.get(name) || name }));
  if (work.trouble?.kind === "offline") state("offline", { time: clock() });
  else if (work.trouble) troubled(work.trouble.kind);
  else if (work.updated) state("saved", { time: work.updated });
  if (!work.trouble && !lost.length) await offerAside();
  place.removeAttribute("aria-busy");
  watchMistakes(place, adapter, mistakes);
  startAnew(config, saving);
  keepOffline(config);
}

start().catch((error) => {
  console.error(error);
  state("offline", { time: clock() });
  tell(say("no_engine"));
});
