// Gives the pages that were kept on this device, and asks the web for any other. Keeps nothing
// itself: what somebody reads leaves no trace here.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== location.origin) return;
  if (asked.pathname.endsWith("/")) asked.pathname += "index.html";
  asked.hash = "";
  event.respondWith(
    caches.match(asked.href, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)),
  );
});
