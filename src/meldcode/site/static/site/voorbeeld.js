// Loads the page again when a file of the framework was saved.
const banner = document.querySelector("[data-stand]");

async function look() {
  try {
    const answer = await fetch("/voorbeeld/stand", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== banner.dataset.stand) return again();
  } catch {
    // The preview was stopped; it may be started again.
  }
  setTimeout(look, 1000);
}

function again() {
  // A page that answers a form is asked for anew: to reload it would send the form twice.
  if ("gepost" in banner.dataset) location.replace(location.pathname);
  else location.reload();
}

look();
