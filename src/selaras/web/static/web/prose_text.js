// The small Markdown of lib/prose.py as units (a heading, a paragraph, a list item) and back.
// It reads exactly as lib/prose.py does; tests/e2e/test_prose.py compares the two.
const S = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // Python's \s
const INLINE = new RegExp(
  `\\*\\*(?<bold>[^*\\n]+)\\*\\*|\\*(?<italic>[^*\\n]+)\\*|\\[(?<label>[^\\]\\n]+)\\]\\((?<href>[^)${S}]+)\\)`, "gu",
);
const SAFE = new RegExp(`^(?:https?://|mailto:|/(?!/))[^${S}]+$`, "iu");
const BULLET = new RegExp(`^[${S}]*[-*•][${S}]+([^\\n]*)$`, "u");
const NUMBER = new RegExp(`^[${S}]*\\p{Nd}{1,3}[.)][${S}]+([^\\n]*)$`, "u");
const HEADING = new RegExp(`^(#{2,4})[${S}]+([^\\n]*)$`, "u");
const ENDS = new RegExp(`^[${S}]+|[${S}]+$`, "gu");
const APART = new RegExp(`(\\n[${S}]*\\n)`, "u");
const strip = (text) => text.replace(ENDS, "");

export function inline(line) {
  const runs = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    const { bold, italic, label, href } = match.groups;
    if (href && !SAFE.test(href)) continue;
    if (match.index > end) runs.push({ text: line.slice(end, match.index) });
    if (bold) runs.push({ text: bold, bold: true });
    else if (italic) runs.push({ text: italic, italic: true });
    else runs.push({ text: label, href });
    end = match.index + match[0].length;
  }
  if (end < line.length || !runs.length) runs.push({ text: line.slice(end) });
  return runs;
}

// Each unit knows its `source`, and the `gap` in the text before it.
export function parse(text) {
  const units = [];
  let list = 0;
  const pieces = strip(text.replaceAll("\r\n", "\n")).split(APART);
  for (let at = 0; at < pieces.length; at += 2) {
    const first = units.length;
    let open = null; // what the next line may belong to
    for (const line of pieces[at].split("\n")) {
      const heading = HEADING.exec(strip(line));
      const item = BULLET.exec(line) || NUMBER.exec(line);
      if (heading) {
        units.push({ kind: heading[1] === "##" ? "h2" : "h3", runs: [{ text: strip(heading[2]) }], source: line });
        open = null;
      } else if (item) {
        const kind = BULLET.test(line) ? "ul" : "ol";
        if (open !== kind) list += 1;
        units.push({ kind, list, runs: inline(item[1]), source: line });
        open = kind;
      } else if (open === "p") {
        const unit = units.at(-1);
        unit.source += `\n${line}`;
        unit.words += ` ${strip(line)}`;
      } else if (strip(line)) {
        units.push({ kind: "p", words: strip(line), source: line });
        open = "p";
      }
    }
    units.slice(first).forEach((unit, number) => {
      unit.gap = number || !at ? "\n" : pieces[at - 1];
      if (unit.kind === "p") unit.runs = inline(unit.words);
    });
  }
  return units;
}

// Neighbours of one kind become one run, spaces stand outside of marks, no space at the ends.
export function tidy(runs) {
  const out = [];
  const put = (text, { bold = false, italic = false, href = "" } = {}) => {
    const last = out.at(-1);
    if (last && last.bold === bold && last.italic === italic && last.href === href) last.text += text;
    else if (text) out.push({ text, bold, italic, href });
  };
  for (const run of runs) {
    const [, before, words, after] = /^( *)(.*?)( *)$/su.exec(run.text.replaceAll("\u200b", "").replace(/\s+/gu, " "));
    put(before);
    if (words) put(words, run);
    put(words ? after : "");
  }
  // A space between two stretches of the same mark stands inside it.
  for (let at = out.length - 2; at > 0; at -= 1) {
    const [left, middle, right] = out.slice(at - 1, at + 2);
    const same = right && ["bold", "italic", "href"].every((mark) => left[mark] === right[mark]);
    if (same && middle.text === " ") out.splice(at - 1, 3, { ...left, text: `${left.text} ${right.text}` });
  }
  if (out.length) out[0].text = out[0].text.trimStart();
  if (out.length) out.at(-1).text = out.at(-1).text.trimEnd();
  return out.map((run) => ({ ...run, text: run.text.replace(/ {2,}/gu, " ") })).filter((run) => run.text);
}

function marked(run) {
  if (run.href && SAFE.test(run.href)) return `[${run.text.replaceAll("[", "(").replaceAll("]", ")")}](${run.href})`;
  if (run.text.includes("*")) return run.text;
  if (run.bold) return `**${run.text}**`;
  return run.italic ? `*${run.text}*` : run.text;
}

const MARKS = { h2: "## ", h3: "### ", p: "", ul: "- " };

function lines(units) {
  let number = 0;
  let before = null;
  return units.map((unit) => {
    const words = tidy(unit.runs).map(unit.kind.startsWith("h") ? (run) => run.text : marked).join("");
    const same = before?.kind === "ol" && before.list === unit.list;
    number = unit.kind === "ol" ? (same ? number : 0) + (words ? 1 : 0) : 0;
    before = unit;
    return { line: (MARKS[unit.kind] ?? `${number}. `) + words, empty: !words };
  });
}

const listed = (line) => (BULLET.test(line) ? "ul" : NUMBER.test(line) ? "ol" : "");

// What stood in the text before: `keys` are its units as the editor gives them back.
export function remember(text, shown) {
  const units = parse(text);
  const keys = lines(shown.length === units.length ? shown : units);
  return { text, shown: JSON.stringify(lines(shown)), units: units.map((unit, at) => ({ ...unit, key: keys[at].line })) };
}

// The text of the units. Lines that are as before keep their form to the letter, so that two
// people's changes can be joined line by line.
export function write(units, before) {
  const now = lines(units);
  if (JSON.stringify(now) === before.shown) return before.text;
  const old = before.units;
  let text = "";
  let last = -1; // the unit of the old text that was met last
  let wasOld = false;
  let kindBefore = "";
  for (const { line, empty } of now) {
    const at = old.findIndex((unit, number) => number > last && unit.key === line);
    if (at < 0 && empty) continue;
    const kind = listed(line);
    let gap = kind && kind === kindBefore ? "\n" : "\n\n";
    if (at >= 0 && wasOld && at === last + 1) gap = old[at].gap;
    text += (text ? gap : "") + (at < 0 ? line : old[at].source);
    wasOld = at >= 0;
    kindBefore = kind;
    if (wasOld) last = at;
  }
  return text;
}

// Whether the units say the same, marks included.
export const alike = (left, right) => {
  const facts = (units) => units.map(({ kind, runs }) => [kind, tidy(runs)]).filter(([, runs]) => runs.length);
  return JSON.stringify(facts(left)) === JSON.stringify(facts(right));
};

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => text.replace(/[&<>"]/gu, (sign) => ESCAPES[sign]);

function html(run) {
  let words = escape(run.text);
  if (run.italic) words = `<i>${words}</i>`;
  if (run.bold) words = `<b>${words}</b>`;
  return run.href && SAFE.test(run.href) ? `<a href="${escape(run.href)}">${words}</a>` : words;
}

export function show(units) {
  return units.map((unit, at) => {
    const blank = !unit.runs.some((run) => strip(run.text)); // such as “* *”: its marks are shown
    const words = (blank ? [{ text: unit.runs.map(marked).join("") }] : unit.runs).map(html).join("") || "<br>";
    const near = (other) => other?.kind === unit.kind && other.list === unit.list;
    if (unit.kind !== "ul" && unit.kind !== "ol") return `<${unit.kind}>${words}</${unit.kind}>`;
    const start = near(units[at - 1]) ? "" : `<${unit.kind}>`;
    return `${start}<li>${words}</li>${near(units[at + 1]) ? "" : `</${unit.kind}>`}`;
  }).join("");
}
