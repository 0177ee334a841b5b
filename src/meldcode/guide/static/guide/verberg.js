// Hides the page at once: three times Escape within one and a half seconds, or the button.
const WITHIN = 1500;
const root = document.documentElement;
const title = document.title;
const pressed = [];
let cover = null;

function hide() {
  cover = document.createElement("div");
  cover.className = "cover";
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = "Terug";
  back.addEventListener("click", show);
  cover.append(back);
  document.body.append(cover);
  root.classList.add("is-hidden");
  document.title = "Nieuw tabblad";
  back.focus();
}

function show() {
  cover.remove();
  cover = null;
  root.classList.remove("is-hidden");
  document.title = title;
  document.querySelector("main").focus();
}

document.addEventListener("keydown", (event) => {
  // A key that is held down repeats: it would bring the page back again.
  if (event.key !== "Escape" || event.repeat) return;
  const now = Date.now();
  pressed.push(now);
  while (now - pressed[0] > WITHIN) pressed.shift();
  if (pressed.length < 3) return;
  pressed.length = 0;
  if (cover) show();
  else hide();
});

document.querySelector("[data-verberg]")?.addEventListener("click", (event) => {
  event.preventDefault();
  hide();
});

document.querySelector(".errors")?.focus();
