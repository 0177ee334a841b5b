// Reads along in the fields: which words read less like a fact, and which characters paper can't
// show. It advises; nobody's text is changed, and where it can't be reached it stays silent.
const REST = 700; // ms without a key, before the text is read
const MOST = 20000; // characters; the server reads no more
// Paper shows all of these (a part of UNDRAWABLE's opposite in paper/typesetting.py), so a name of
// them need not be sent at all.
const ON_PAPER = /^[\n\t\x20-\x7e\u00a0-\u017f]*$/;
const NOTHING = { merken: [], tekens: "" };

function chosen(name) {
  const ticked = [...document.getElementsByName(name)].find((control) => control.checked);
  return ticked ? ticked.value : "";
}

function told(note) {
  if (!note.dataset.taalVerteldAls) return note.dataset.taal === "verteld";
  const [name, values] = note.dataset.taalVerteldAls.split("=");
  return values.split("|").includes(chosen(name));
}

async function read(note, control, signal) {
  const text = control.value;
  const words = note.dataset.taal !== "tekens";
  if (!text.trim() || text.length > MOST || (!words && ON_PAPER.test(text))) return NOTHING;
  const body = new URLSearchParams({ tekst: text, beroep: note.dataset.taalBeroep ?? "" });
  if (told(note)) body.set("vertelt", "ja");
  body.set("csrfmiddlewaretoken", control.form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(note.dataset.taalNaar, { method: "POST", body, signal });
  if (!answer.ok) return NOTHING;
  const found = await answer.json();
  return words ? found : { ...found, merken: [] };
}

// What was typed since may have moved the words; then they are looked for.
function select(control, { van, tot, woorden }) {
  const text = control.value;
  const begin = text.slice(van, tot) === woorden ? van : text.indexOf(woorden);
  if (begin >= 0) control.setSelectionRange(begin, begin + woorden.length);
  control.focus();
}

function button(empty, control, mark) {
  const made = empty.cloneNode();
  made.textContent = `‘${mark.woorden}’`;
  made.addEventListener("click", () => select(control, mark));
  return made;
}

// The words that one sentence of advice is about.
function item(note, control, marks) {
  const made = note.querySelector("template").content.firstElementChild.cloneNode(true);
  const [why, , better] = made.querySelectorAll("span");
  const empty = made.querySelector("button");
  empty.replaceWith(...marks.flatMap((mark) => [button(empty, control, mark), " "]));
  why.textContent = marks[0].waarom;
  better.textContent = marks[0].beter;
  return made;
}

function byReason(marks) {
  const found = new Map();
  for (const mark of marks) found.set(mark.waarom, [...(found.get(mark.waarom) ?? []), mark]);
  return [...found.values()];
}

// A status is read out when its text changes: the same count again stays silent.
function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function show(note, control, { merken, tekens }) {
  const characters = note.querySelector(".taal-tekens");
  say(characters.querySelector("bdi"), tekens);
  characters.hidden = !tekens;
  note.classList.toggle("taal--vol", Boolean(merken.length || tekens));
  const count = note.querySelector(".taal-telt");
  if (!count) return;
  const { een, meer } = count.dataset;
  say(count, merken.length === 1 ? een : merken.length ? meer.replace("#", merken.length) : "");
  count.hidden = !merken.length;
  const places = note.querySelector(".taal-plekken");
  const items = byReason(merken).map((marks) => item(note, control, marks));
  places.querySelector("ul").replaceChildren(...items);
  places.hidden = !merken.length;
}

function watch(note) {
  const control = document.getElementById(note.dataset.taalVan);
  let timer = 0;
  let asked = new AbortController();
  async function now() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const found = await read(note, control, signal).catch(() => NOTHING);
    if (!signal.aborted) show(note, control, found);
  }
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(now, REST);
  }
  control.addEventListener("input", soon);
  if (note.dataset.taalVerteldAls) {
    const [name] = note.dataset.taalVerteldAls.split("=");
    for (const radio of document.getElementsByName(name)) radio.addEventListener("change", soon);
  }
  if (control.value) soon();
}

document.querySelectorAll("[data-taal]").forEach(watch);
