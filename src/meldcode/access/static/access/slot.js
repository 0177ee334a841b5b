// Locks the page when nobody uses it, and at once after three times Escape. The server locks by
// itself as well: without this script the next click asks for the passphrase.
const ESCAPES_WITHIN = 1500;
const DRAFT_WITHIN = 3000;
const body = document.body;
const idle = Number(body.dataset.slot);
const warn = Number(body.dataset.waarschuw);
const box = document.getElementById("waarschuwing");
const form = document.getElementById("slot");
const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
const escapes = [];
let until = Date.now() + idle * 1000;
let before = null;
let escapeIsDown = false;
let locking = false;

// A stored draft is a sign of life; other modules tell so.
function stillHere() {
  until = Date.now() + idle * 1000;
  if (box.hidden) return;
  box.hidden = true;
  before?.focus();
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
  if (locking) return;
  locking = true;
  clearInterval(clock);
  // Nobody reads along while the draft is on its way.
  document.documentElement.classList.add("is-locking");
  await Promise.race([globalThis.meldcodeDraft?.(), wait(DRAFT_WITHIN)]);
  form.submit();
}

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function tick() {
  const left = Math.ceil((until - Date.now()) / 1000);
  if (left <= 0) return lock();
  if (left > warn) return;
  if (box.hidden) {
    before = document.activeElement;
    box.hidden = false;
    box.querySelector("[data-wakker]").focus();
  }
  box.querySelector("[data-tel]").textContent = String(left);
}

// A list that is open takes the press for itself, and only its end is heard.
function escaped(event) {
  if (event.key !== "Escape") return;
  const heard = event.type === "keyup" && escapeIsDown;
  escapeIsDown = event.type === "keydown";
  if (heard) return;
  const now = Date.now();
  escapes.push(now);
  while (now - escapes[0] > ESCAPES_WITHIN) escapes.shift();
  if (escapes.length >= 3) lock();
}

const clock = idle && form ? setInterval(tick, 500) : 0;
if (clock) {
  box.querySelector("[data-wakker]").addEventListener("click", wake);
  document.addEventListener("meldcode:bewaard", stillHere);
  document.addEventListener("keydown", escaped);
  document.addEventListener("keyup", escaped);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    lock();
  });
}
document.querySelector(".errors")?.focus();
// Browsers keep an address on disk, and with a page that answered a form all that was typed in it.
history.replaceState(null, "", location.pathname + location.hash);
// A page taken from the browser's memory may be hours old.
addEventListener("pageshow", (event) => event.persisted && location.reload());
