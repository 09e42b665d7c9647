// The engine speaks English: calendars and lists by PrimeVue's locale, the few fixed texts by
// watching the page. A text is turned only in its own place, so that no question's words change.
export function translateWidgets(app, words) {
  const locale = app.config.globalProperties.$primevue.config.locale;
  Object.assign(locale, { ...words, aria: { ...locale.aria, ...words.aria } });
}

const NUMBER = /-?\d+([.,]\d+)?/;
const ATTRIBUTES = ["aria-label", "alt", "title"];

export function watchWords(words) {
  const known = new Map();
  for (const [place, text, ours] of words) {
    if (!known.has(text)) known.set(text, []);
    known.get(text).push([place, ours]);
  }
  const turned = (text, element) => {
    const plain = text.trim();
    const number = plain.match(NUMBER)?.[0];
    const rules = known.get(plain) || (number && known.get(plain.replace(NUMBER, "{n}")));
    const rule = rules?.find(([place]) => element?.closest(place));
    return rule ? rule[1].replace("{n}", number) : null;
  };
  const turnNode = (node) => {
    const ours = turned(node.nodeValue, node.parentElement);
    if (ours !== null && ours !== node.nodeValue.trim()) node.nodeValue = node.nodeValue.replace(node.nodeValue.trim(), ours);
  };
  const turnElement = (element) => {
    for (const name of ATTRIBUTES) {
      const ours = element.hasAttribute(name) ? turned(element.getAttribute(name), element) : null;
      if (ours !== null && ours !== element.getAttribute(name)) element.setAttribute(name, ours);
    }
  };
  const turnAll = (top) => {
    if (top.nodeType === Node.TEXT_NODE) return turnNode(top);
    if (top.nodeType !== Node.ELEMENT_NODE) return undefined;
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = top; node; node = walker.nextNode()) (node.nodeType === Node.TEXT_NODE ? turnNode : turnElement)(node);
    return undefined;
  };
  watch((records) => {
    for (const record of records) {
      if (record.type === "characterData") turnNode(record.target);
      else if (record.type === "attributes") turnElement(record.target);
      else record.addedNodes.forEach(turnAll);
    }
  }, { attributes: true, attributeFilter: ATTRIBUTES, characterData: true });
}

// Lists and calendars open outside the form, at the end of the page.
export function watch(act, more = {}) {
  new MutationObserver(act).observe(document.body, { childList: true, subtree: true, ...more });
}
