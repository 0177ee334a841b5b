// Shows what is ticked under ja or nee while somebody ticks, and beside each fold how many are; nothing is
// added up over the folds.
const beam = document.querySelector(".beam");
const ticks = document.querySelectorAll("input[data-pleit]");

function weigh() {
  const sides = { ja: [], nee: [] };
  for (const tick of ticks) {
    if (tick.checked && sides[tick.dataset.pleit]) sides[tick.dataset.pleit].push(tick.dataset.kort);
  }
  for (const [side, texts] of Object.entries(sides)) {
    const items = texts.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    });
    beam.querySelector(`[data-zijde=${side}]`).replaceChildren(...items);
  }
  beam.hidden = !sides.ja.length && !sides.nee.length;
  for (const tally of document.querySelectorAll("[data-n]")) {
    const ticked = tally.closest("details").querySelectorAll("input:checked").length;
    tally.textContent = ticked ? `${ticked} aangekruist` : "";
  }
}

for (const tick of ticks) tick.addEventListener("change", weigh);
