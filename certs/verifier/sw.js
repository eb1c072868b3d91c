// sw.js - offline after one visit: answers from the copy that was kept, and fetches a newer one for the next time.
const KEPT = "dauso-verifier";
self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([caches.open(KEPT), self.clients.matchAll({ includeUncontrolled: true })])
    .then(([cache, pages]) => cache.addAll(pages.map((page) => page.url.split("#")[0]))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(caches.open(KEPT).then(async (cache) => {
    const kept = await cache.match(event.request, { ignoreSearch: true });
    const fresh = fetch(event.request).then((reply) => (reply.ok && cache.put(event.request, reply.clone()), reply));
    event.waitUntil(fresh.catch(() => {}));
    return kept || fresh;
  }));
});
