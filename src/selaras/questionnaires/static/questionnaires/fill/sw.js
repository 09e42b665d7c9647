// Serves opened forms again when there is no network: the page from the net first, its files from
// here. Work that is not sent lies in the page's own store, never here.
const FILES = "isian-berkas";
const PAGES = "isian-halaman";
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // what carries a hash never changes
const FIXED = /\/formulir\.xml|\/lampiran\//;
const PATIENCE = 6000; // ms for a page over a poor network, when an older copy is here

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil(keep(event.data, event.source)));

async function keep({ page, urls }, client) {
  const files = await caches.open(FILES);
  const pages = await caches.open(PAGES);
  await Promise.all(urls.map(async (url) => {
    const cache = url === page ? pages : files;
    if (url !== page && (await cache.match(url))) return;
    const response = await fetch(url, { redirect: "error" }).catch(() => null);
    if (response?.ok) await cache.put(url, response);
  }));
  await tidy(files, pages, new Set(urls), page);
  const found = await Promise.all(urls.map((url) => caches.match(url)));
  if (found.every(Boolean)) client?.postMessage({ kept: page });
}

// After an update of Selaras the old files go, and with them the pages that need them.
async function tidy(files, pages, wanted, page) {
  const old = (await files.keys()).filter(({ url }) => HASHED.test(url) && !wanted.has(url) && !url.includes("MapBlock"));
  if (!old.length) return;
  await Promise.all(old.map((request) => files.delete(request)));
  for (const request of await pages.keys()) if (request.url !== page) await pages.delete(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination || FIXED.test(request.url)) event.respondWith(file(request));
});

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request.url);
  if (!kept) return fetch(request);
  return HASHED.test(request.url) || FIXED.test(request.url) ? kept : fetch(request).catch(() => kept);
}

async function page(request) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request.url);
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await pages.put(request.url, response.clone());
    else if (response.type === "opaqueredirect") await caches.delete(PAGES); // signed out: nobody else opens them
    return response;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh, late]).catch(() => kept);
}
