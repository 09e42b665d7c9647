// What stands around the form: starting anew, the list of mistakes, opening without a network.
import { say, tell } from "fill/panel";
import { ask, form } from "fill/server";
import * as store from "fill/store";

export function startAnew(config, saving) {
  const button = document.getElementById("mulai-lagi");
  button.hidden = false;
  button.addEventListener("click", () => tell(say("discard_ask"), [
    [say("cancel"), () => {}],
    [say("discard_yes"), async () => {
      saving.stop();
      await ask(config.discard_url, { body: form({}) }).catch(() => {});
      await store.dropDraft(config.key);
      location.reload();
    }],
  ]));
}

// After "send" with something wrong, every mistake is a link to its question, until it is mended.
export function watchMistakes(place, adapter, show) {
  const look = async (focus) => {
    const { violations } = await adapter.capture();
    setTimeout(() => show(violations.map(found).filter(Boolean), focus), 100);
  };
  let shown = false;
  let due = 0;
  place.addEventListener("click", (event) => {
    if (!event.target.closest(".odk-form .footer button")) return;
    shown = true;
    look(true);
  });
  for (const kind of ["input", "change"]) place.addEventListener(kind, () => {
    clearTimeout(due);
    if (shown) due = setTimeout(look, 600, false);
  });
}

function found({ nodeId }) {
  const target = document.getElementById(`${nodeId}_container`);
  if (!target) return null;
  const label = target.querySelector("label")?.textContent.trim() || "";
  return { target, label, message: target.querySelector(".validation-message")?.textContent.trim() || "" };
}

// The service worker keeps the page and its files, so that it opens again without a network.
export async function keepOffline(config) {
  navigator.storage?.persist?.();
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(config.worker_url).catch(() => null);
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept === location.href) document.getElementById("luring").hidden = false;
  });
  navigator.serviceWorker.startMessages();
  const used = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => /\/static\/|\.css$/.test(new URL(name).pathname));
  const urls = [location.href, config.form_url, ...Object.values(config.media), ...config.keep, ...used];
  active.postMessage({ page: location.href, urls: [...new Set(urls.map((url) => new URL(url, location.href).href))] });
}
