// Locks the page when nobody uses it. The server locks by itself as well: without this script the
// next click asks for the passphrase.
const body = document.body;
const idle = Number(body.dataset.slot);
const warn = Number(body.dataset.waarschuw);
const box = document.getElementById("waarschuwing");
const form = document.getElementById("slot");
const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
let until = Date.now() + idle * 1000;

// A stored draft is a sign of life; other modules tell so.
export function stillHere() {
  until = Date.now() + idle * 1000;
  box.hidden = true;
}

async function wake() {
  const sent = await fetch("/dossier/wakker", {
    method: "POST",
    headers: { "X-CSRFToken": token },
    redirect: "manual",
  });
  if (sent.ok) stillHere();
  else form.submit();
}

async function lock() {
  clearInterval(clock);
  document.dispatchEvent(new CustomEvent("meldcode:slot"));
  await globalThis.meldcodeDraft?.();
  form.submit();
}

const clock = setInterval(() => {
  const left = Math.ceil((until - Date.now()) / 1000);
  if (left <= 0) return lock();
  if (left > warn) return;
  if (box.hidden) {
    box.hidden = false;
    box.querySelector("[data-wakker]").focus();
  }
  box.querySelector("[data-tel]").textContent = String(left);
}, 500);

if (!idle || !form) clearInterval(clock);
box?.querySelector("[data-wakker]").addEventListener("click", wake);
document.addEventListener("meldcode:bewaard", stillHere);
// A page taken from the browser's memory may be hours old.
addEventListener("pageshow", (event) => event.persisted && location.reload());
