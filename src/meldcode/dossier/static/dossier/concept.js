// Keeps what is typed, sealed on the server, so that nothing is lost when the page locks or closes.
const form = document.querySelector("form[data-concept]");
const note = form?.querySelector("[data-bewaard]");
let timer = 0;
let changed = false;

async function keep() {
  clearTimeout(timer);
  if (!changed) return;
  changed = false;
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("concept", form.dataset.concept);
  try {
    const sent = await fetch(form.dataset.naar, {
      method: "POST",
      body: new URLSearchParams(data),
      redirect: "manual",
      keepalive: true,
    });
    if (!sent.ok) throw new Error(String(sent.status));
    if (note) note.textContent = "Concept bewaard";
    document.dispatchEvent(new CustomEvent("meldcode:bewaard"));
  } catch {
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
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
