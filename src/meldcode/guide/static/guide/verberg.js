// Hides the page at once: three times Escape within one and a half seconds, or the button.
const WITHIN = 1500;
// A list that is open takes the first press for itself, and no script hears of it.
const LISTS = "select, input[list], input[type=date], input[type=month], input[type=time]";
const root = document.documentElement;
const title = document.title;
const pressed = [];
const link = document.querySelector("[data-verberg]");
let cover = null;

// The server then shows nothing either: not on a reload, not after Back. From a disk none answers.
function tell(address) {
  if (address) fetch(address, { keepalive: true, redirect: "manual" }).catch(() => {});
}

function hide() {
  if (cover) return;
  tell(link?.href);
  cover = document.createElement("div");
  cover.className = "cover";
  cover.tabIndex = -1;
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = "Terug";
  back.addEventListener("click", show);
  cover.append(back);
  document.body.append(cover);
  root.classList.add("is-hidden");
  document.title = "Nieuw tabblad";
  // Not the button: a key pressed in a hurry would bring the page back.
  cover.focus();
}

function show() {
  tell(link?.dataset.terug);
  cover.remove();
  cover = null;
  root.classList.remove("is-hidden");
  document.title = title;
  document.querySelector("main").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  pressed.push(now);
  while (now - pressed[0] > WITHIN) pressed.shift();
  if (pressed.length < (event.target.matches?.(LISTS) ? 2 : 3)) return;
  pressed.length = 0;
  hide();
}, true);

link?.addEventListener("click", (event) => {
  event.preventDefault();
  hide();
});

// A page that the browser had kept whole comes back as it was, without asking the server.
addEventListener("pageshow", (event) => event.persisted && !cover && location.reload());

document.querySelector(".errors")?.focus();
// Browsers keep an address on disk, and with a page that answered a form all that was typed in it.
history.replaceState(null, "", location.pathname + location.search + location.hash);
