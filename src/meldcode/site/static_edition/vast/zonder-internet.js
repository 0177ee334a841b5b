// The button that keeps the guide on this device, or takes it away. Nothing is kept unasked, and
// always a whole guide: which pages somebody read can't be told from it.
const place = document.querySelector("[data-zonder-internet]");
const able = place && "serviceWorker" in navigator && location.protocol !== "file:";
const button = place?.querySelector("button");
const told = place?.querySelector("[role=status]");
const top_ = new URL("../", location.href);
const box = place?.dataset.zonderInternet;

async function show() {
  const kept = await caches.has(box);
  button.textContent = kept ? "Haal de gids weer van dit apparaat" : "Bewaar de gids op dit apparaat";
  return kept;
}

async function keep() {
  told.textContent = "Even geduld. De bladzijden worden bewaard.";
  await navigator.serviceWorker.register(new URL("werker.js", top_), { scope: top_.pathname });
  const list = await (await fetch("lijst.json")).json();
  const cache = await caches.open(box);
  for (let at = 0; at < list.length; at += 20) {
    await cache.addAll(list.slice(at, at + 20).map((name) => new URL(name, top_).href));
  }
  await navigator.serviceWorker.ready;
  told.textContent = "Klaar. De gids werkt nu ook zonder internet.";
}

async function drop() {
  await caches.delete(box);
  const others = (await caches.keys()).filter((name) => name.startsWith("gids-"));
  const known = others.length ? null : await navigator.serviceWorker.getRegistration(top_);
  await known?.unregister();
  told.textContent = "De gids staat niet meer op dit apparaat.";
}

if (able) {
  place.hidden = false;
  show();
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ((await caches.has(box)) ? drop() : keep());
    } catch {
      await caches.delete(box);
      told.textContent = "Dat lukte niet. Probeer het later opnieuw.";
    }
    await show();
    button.disabled = false;
  });
}
