// Keeps what is typed, sealed on the server, so that nothing is lost when the page locks or closes.
const form = document.querySelector("form[data-concept]");
const note = form?.querySelector("[data-bewaard]");
let timer = 0;
let changed = false;
let sending = Promise.resolve();
const leaving = new AbortController();

// One at a time, so that an older text never comes in last.
function keep() {
  clearTimeout(timer);
  sending = sending.then(send);
  return sending;
}

async function send() {
  if (!changed || leaving.signal.aborted) return;
  changed = false;
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("concept", form.dataset.concept);
  const body = new URLSearchParams(data).toString();
  try {
    const sent = await fetch(form.dataset.naar, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
      redirect: "manual",
      // A request that outlives its page may hold 64 KiB (Fetch standard); a larger one would fail.
      keepalive: body.length < 60_000,
      signal: leaving.signal,
    });
    if (!sent.ok) throw new Error(String(sent.status));
    if (note) note.textContent = "Concept bewaard";
    document.dispatchEvent(new CustomEvent("meldcode:bewaard"));
  } catch {
    if (leaving.signal.aborted) return;
    changed = true;
    if (note) note.textContent = "Het concept is nog niet bewaard. Laat deze pagina open.";
  }
}

if (form) {
  globalThis.meldcodeDraft = keep;
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  // What is recorded is no draft any more; kept after that, it would come back in the next form.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    leaving.abort();
  });
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
