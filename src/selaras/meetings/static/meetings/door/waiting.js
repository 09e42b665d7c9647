// The lines of what waits on this device: the network's turn, or a person's.
import * as page from "./page.js";

// `work`: remove, again (write it once more), same (it is the one who is there), another (one more).
export function line(entry, say, work) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = `${page.clock(entry.arrived)} ${entry.values.name}${entry.refused ? ` – ${entry.refused}` : ""}`;
  item.append(text);
  if (entry.other) item.append(button(say("same"), () => work.same(entry)), button(say("another"), () => work.another(entry)));
  if (entry.refused) item.append(button(say("again"), () => work.again(entry)));
  item.append(button(say("remove"), () => page.note(say("remove_ask"), { kind: "warn", choices: [
    [say("remove"), () => work.remove(entry)],
    [say("clear"), () => {}],
  ] }), "danger"));
  return item;
}

function button(label, work, look = "secondary") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm btn-outline-${look}`;
  made.textContent = label;
  made.addEventListener("click", work);
  return made;
}
