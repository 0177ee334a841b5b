// Copies the text that stands in the field named by the button.
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
