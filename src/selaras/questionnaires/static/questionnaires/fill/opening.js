// Which work the page opens: what this device keeps, the draft on the server, or the answer sent.
import { ask, at, fetchFile } from "fill/server";
import { fileNames, idsOf, newId, withIds } from "fill/meta";
import * as store from "fill/store";

const fresh = (more = {}) => ({
  xml: "", ids: { instanceID: `uuid:${newId()}`, deprecatedID: "" }, serial: 0, tried: "", dirty: false,
  sources: new Map(), originals: new Map(), onServer: new Set(), ...more,
});

// `choose(local, remote)` asks the person which of two works to go on with: "local" or "remote".
export async function open(config, choose, waits) {
  const local = await store.getDraft(config.key).catch(() => undefined);
  const [found, trouble] = await fromServer(config);
  if (trouble) {
    if (!local && trouble.kind !== "offline") throw trouble;
    return { trouble, ...(local ? await ofDevice(config, local) : fresh()) };
  }
  const { draft, answer } = (await waits(config)) ? {} : found; // what the server has is on its way
  if (local?.dirty) return kept(config, local, draft, choose);
  if (draft) return draft.serial === local?.serial ? { ...(await ofDevice(config, local)), onServer: names(draft) } : ofServer(config, draft);
  if (local) await store.dropDraft(config.key); // sent or thrown away elsewhere
  return answer ? ofAnswer(answer) : fresh();
}

async function fromServer(config) {
  try {
    const { draft } = await ask(config.draft_url);
    const { answer } = draft ? {} : await ask(config.answer_url);
    return [{ draft, answer }, null];
  } catch (trouble) {
    return [null, trouble];
  }
}

const names = (draft) => new Set(Object.keys(draft.files));

// Work of this device that the server lacks; when both went on, the person chooses.
async function kept(config, local, draft, choose) {
  const same = !draft || draft.serial === local.serial || [local.tried, local.xml].includes(draft.xml);
  if (!same && (await choose(local, draft)) === "remote") {
    await store.layAside(config.key);
    return ofServer(config, draft);
  }
  if (!same) await store.putAside(config.key, { ...draft, names: draft.files });
  const serial = draft?.serial ?? 0;
  return { ...(await ofDevice(config, local)), serial, onServer: draft ? names(draft) : new Set() };
}

async function ofDevice(config, local) {
  return fresh({
    xml: local.xml, ids: idsOf(local.xml), serial: local.serial, tried: local.tried || "", dirty: local.dirty,
    sources: draftFiles(config, local.names), originals: new Map(Object.entries(local.names)),
  });
}

const draftFiles = (config, files) => new Map(Object.keys(files).map((name) => [name, () => fetchFile(at(config.file_url, "nama", name))]));

function ofServer(config, draft) {
  return fresh({
    xml: draft.xml, ids: idsOf(draft.xml), serial: draft.serial, tried: draft.xml, updated: draft.updated,
    sources: draftFiles(config, draft.files), originals: new Map(Object.entries(draft.files)), onServer: names(draft),
  });
}

function ofAnswer(answer) {
  const files = Object.entries(answer.files);
  return fresh({
    xml: answer.xml,
    ids: { instanceID: `uuid:${newId()}`, deprecatedID: answer.instance },
    sources: new Map(files.map(([name, file]) => [name, () => fetchFile(file.url)])),
    originals: new Map(files.map(([name, file]) => [name, file.original])),
  });
}

// Bring the files of the work here, so that it opens whole and again without a network.
export async function bringFiles(config, work) {
  const found = new Map();
  const lost = [];
  work.local = new Set();
  const named = [...work.sources.keys()].filter((name) => work.xml.includes(`>${name}<`));
  const wanted = new Set([...named, ...(work.xml ? fileNames(work.xml) : [])]);
  await Promise.all([...wanted].map(async (name) => {
    const blob = await bring(config.key, name, work).catch(() => null);
    if (blob) found.set(name, new Response(blob));
    else lost.push(name);
  }));
  if (work.xml && !work.dirty) await copy(config, work).catch(() => {});
  return { files: found, lost };
}

function copy(config, work) {
  const xml = withIds(work.xml, work.ids);
  return store.putDraft({ key: config.key, xml, names: Object.fromEntries(work.originals), serial: work.serial, tried: work.tried, dirty: false, at: Date.now() });
}

async function bring(key, name, work) {
  const here = (await store.getFiles(key).catch(() => [])).find((file) => file.name === name);
  const blob = here?.blob || (await (await work.sources.get(name)()).blob());
  if (!here) await store.putFile({ key, name, original: work.originals.get(name) || "", blob }).catch(() => {});
  work.local.add(name);
  return blob;
}
