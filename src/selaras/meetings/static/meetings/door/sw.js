// Opens the page at the door again when there is no network: from the net first, else from here.
// Arrivals lie in the page's own store, never here.
const KEPT = "pintu";
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // what carries a hash never changes
const PATIENCE = 6000; // ms for a page over a poor network, when an older copy is here

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data, event.source)));

async function keep({ page, urls }, client) {
  const cache = await caches.open(KEPT);
  await Promise.all(urls.map(async (url) => {
    if (HASHED.test(url) && (await cache.match(url))) return;
    const response = await fetch(url, { redirect: "error" }).catch(() => null);
    if (response?.ok) await cache.put(url, response);
  }));
  const found = await Promise.all(urls.map((url) => cache.match(url)));
  if (found.every(Boolean)) client?.postMessage({ kept: page });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination) event.respondWith(file(request));
});

async function file(request) {
  const kept = await (await caches.open(KEPT)).match(request.url);
  if (!kept) return fetch(request);
  return HASHED.test(request.url) ? kept : fetch(request).catch(() => kept);
}

async function page(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url);
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(request.url, response.clone());
    else if (response.type === "opaqueredirect" || response.status === 403) await cache.delete(request.url); // for nobody else
    return response;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh, late]).catch(() => kept);
}
