// Hides the page at once: three times Escape within one and a half seconds, or the button.
const WITHIN = 1500;
const root = document.documentElement;
const title = document.title;
const pressed = [];
let cover = null;

function hide() {
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
  if (pressed.length < 3) return;
  pressed.length = 0;
  if (!cover) hide();
});

document.querySelector("[data-verberg]")?.addEventListener("click", (event) => {
  event.preventDefault();
  if (!cover) hide();
});

document.querySelector(".errors")?.focus();
// Browsers keep an address on disk, and with a page that answered a form all that was typed in it.
history.replaceState(null, "", location.pathname + location.search + location.hash);
