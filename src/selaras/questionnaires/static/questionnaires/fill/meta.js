// The ids of an answer. The engine gives a new id whenever it opens one; ours stays the same from
// the first letter typed to the answer sent, so that no draft is ever sent twice.
const OPENROSA = "http://openrosa.org/xforms";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing without https
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const parse = (xml) => new DOMParser().parseFromString(xml, "text/xml");
const child = (parent, name) => [...(parent?.children || [])].find((each) => each.localName === name);
const serialise = (document) => new XMLSerializer().serializeToString(document);

export function idsOf(xml) {
  const meta = child(parse(xml).documentElement, "meta");
  return {
    instanceID: child(meta, "instanceID")?.textContent.trim() || "",
    deprecatedID: child(meta, "deprecatedID")?.textContent.trim() || "",
  };
}

// For the engine: without ids, as an answer to the version that is shown, without files that are lost.
export function forEngine(xml, version, lost = []) {
  const document = parse(xml);
  const root = document.documentElement;
  const meta = child(root, "meta");
  child(meta, "instanceID")?.remove();
  child(meta, "deprecatedID")?.remove();
  if (root.hasAttribute("version")) root.setAttribute("version", version);
  for (const leaf of leaves(root)) if (lost.includes(leaf.textContent)) leaf.textContent = "";
  return serialise(document);
}

export function withIds(xml, { instanceID, deprecatedID }) {
  const document = parse(xml);
  const root = document.documentElement;
  let meta = child(root, "meta");
  if (!meta) meta = root.appendChild(document.createElementNS(OPENROSA, "orx:meta"));
  set(meta, "instanceID", instanceID);
  if (deprecatedID) set(meta, "deprecatedID", deprecatedID);
  else child(meta, "deprecatedID")?.remove();
  return serialise(document);
}

function set(meta, name, text) {
  const prefix = meta.prefix ? `${meta.prefix}:` : "";
  const found = child(meta, name) || meta.appendChild(meta.ownerDocument.createElementNS(meta.namespaceURI, prefix + name));
  found.textContent = text;
}

const leaves = (root) => [...root.querySelectorAll("*")].filter((each) => !each.children.length);

// Names as the engine gives them to files: milliseconds and an ending.
export const fileNames = (xml) => leaves(parse(xml).documentElement)
  .map((leaf) => leaf.textContent.trim())
  .filter((text) => /^\d{12,14}\.\w{1,8}$/.test(text));
