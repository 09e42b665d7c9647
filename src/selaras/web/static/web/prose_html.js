// HTML, of the editor or from elsewhere, as units (prose_text.js). Whatever is no heading, list, bold,
// italic or link is plain text: nothing else can come through here.
const LOST = /^(script|style|template|head|title|meta|link|noscript|img|picture|svg|math|object|iframe|video|audio|canvas|input|select|textarea|button)$/i;
const BLOCK = /^(p|div|section|article|header|footer|main|aside|nav|address|blockquote|pre|figure|figcaption|dl|dt|dd|form|fieldset|table|thead|tbody|tfoot|caption|hr)$/i;
const HEAD = /^h([1-6])$/i;
const styled = (node, rule) => rule.test(node.getAttribute("data-style") ?? "");

function marks(node, had) {
  const name = node.nodeName.toLowerCase();
  const made = { ...had };
  if (/^(b|strong)$/.test(name) || styled(node, /font-weight:\s*(bold|[6-9]00)/i)) made.bold = true;
  if (/^(i|em)$/.test(name) || styled(node, /font-style:\s*(italic|oblique)/i)) made.italic = true;
  if (styled(node, /font-weight:\s*(normal|[1-4]00)/i)) made.bold = false;
  if (styled(node, /font-style:\s*normal/i)) made.italic = false;
  const href = name === "a" ? (node.getAttribute("href") ?? "").trim() : "";
  if (/^(https?:\/\/|mailto:|\/(?!\/))/i.test(href)) made.href = address(href);
  return made;
}

// An address as it can stand in the text.
export const address = (href) => href.replace(/\s/gu, "%20").replaceAll(")", "%29");

// Word writes a list as paragraphs, each with its bullet or number in a span to be ignored.
function wordItem(node) {
  if (!styled(node, /mso-list:\s*l\d/i)) return "";
  const sign = [...node.querySelectorAll("span[data-style]")].find((span) => styled(span, /mso-list:\s*ignore/i));
  return /^\s*\(?[0-9a-z]{1,4}[.)]/iu.test(sign?.textContent ?? "") ? "ol" : "ul";
}

export function read(root) {
  const units = [];
  let open = null;
  let list = 0;
  let wordList = "";
  const top = root.querySelector("h1") ? 1 : 2;
  const begin = (kind, more = {}) => { open = { kind, runs: [], ...more }; units.push(open); };
  const close = () => { open = null; };

  function children(node, had, within) { node.childNodes.forEach((child) => visit(child, had, within)); }

  // `within` is the unit whose inner blocks do not part it: an item, a heading, a row of a table.
  function alone(node, kind, more, had) {
    close();
    begin(kind, more);
    children(node, had, open);
    close();
  }

  function visit(node, had, within) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!open && node.data.trim()) begin(within?.kind ?? "p", { list: within?.list });
      open?.runs.push({ ...had, text: node.data });
      return;
    }
    const name = node.nodeName.toLowerCase();
    if (node.nodeType !== Node.ELEMENT_NODE || LOST.test(name) || styled(node, /mso-list:\s*ignore|display:\s*none/i)) return;
    const now = marks(node, had);
    const word = wordItem(node);
    if (!word && BLOCK.test(name)) wordList = "";
    if (name === "br") within ? open?.runs.push({ text: " " }) : close();
    else if (HEAD.test(name)) alone(node, Number(name[1]) <= top ? "h2" : "h3", {}, { ...now, bold: false });
    else if (word) {
      if (word !== wordList) list += 1;
      wordList = word;
      alone(node, word, { list }, now);
    } else if (name === "ul" || name === "ol") {
      list += 1;
      close();
      children(node, { ...now, listed: name, list }, null);
      close();
    } else if (name === "li") alone(node, had.listed ?? "ul", { list: had.list }, now);
    else if (name === "tr") alone(node, "p", {}, now);
    else if (within && (BLOCK.test(name) || /^t[dh]$/.test(name))) {
      if (open?.runs.length) open.runs.push({ text: /^t[dh]$/.test(name) ? " | " : " " });
      children(node, now, within);
    } else if (BLOCK.test(name)) {
      close();
      children(node, now, null);
      close();
    } else children(node, now, within);
  }

  children(root, {}, null);
  return units;
}

// Styles are looked at as words only, and handlers are not wanted: even in a document that is never
// shown, the content policy would complain of them.
const unstyled = (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(\s*=)/giu, "$1data-$2$3");

// What is pasted or dropped; parsed in a document of its own in which nothing runs or is loaded.
export function readForeign(html) {
  const inert = html.replace(/<style\b[^]*?<\/style\s*>/giu, "").replace(/<[a-z][^>]*>/giu, unstyled);
  const { body } = new DOMParser().parseFromString(inert, "text/html");
  const units = read(body).filter((unit) => unit.runs.some((run) => run.text.trim()));
  for (const unit of units) {
    unit.runs.forEach((run) => { run.text = run.text.replace(/\s+/gu, " "); });
  }
  return units;
}
