// Hides fields that don't matter beside what was chosen; without this script all are in sight.
const fields = [...document.querySelectorAll("[data-toon-als]")];

function chosen(name) {
  const controls = [...document.getElementsByName(name)];
  const ticked = controls.find((control) => control.checked);
  if (ticked) return ticked.value;
  return controls[0]?.tagName === "SELECT" ? controls[0].value : "";
}

function filled(field) {
  return [...field.querySelectorAll("input, textarea, select")].some((control) =>
    ["radio", "checkbox"].includes(control.type) ? control.checked && control.value : control.value,
  );
}

function update() {
  for (const field of fields) {
    const [name, values] = field.dataset.toonAls.split("=");
    // What was typed never disappears from sight: it would be sent unseen.
    field.hidden = !values.split("|").includes(chosen(name)) && !filled(field);
  }
}

document.addEventListener("change", update);
update();
