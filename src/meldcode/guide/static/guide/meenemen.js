// What needs a script to take the outcome along: printing, and copying the text to paste.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("button[data-kopie]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.kopie);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Gekopieerd";
    } catch {
      button.textContent = "Kopieer met Ctrl+C";
    }
  });
}
