// Lets the browser make or show a passkey, and sends its answer with the form that asked for it.
// Written out rather than with toJSON and parse…FromJSON: those are in browsers since 2025 alone.
const MESSAGES = {
  InvalidStateError: "Deze passkey staat er al. Kies een andere.",
  SecurityError: "Op dit adres werken geen passkeys. Gebruik op je eigen computer localhost.",
};
const OTHERWISE = "Dat lukte niet, of je stopte ermee. Probeer het nog een keer.";
const UNABLE = "Deze browser kan hier geen passkeys gebruiken.";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function asked({ publicKey }) {
  const key = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    key[list] = (key[list] ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return { publicKey: key };
}

function answer(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature"]) {
    if (given[part]) response[part] = text(given[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response,
  });
}

async function show(form) {
  const wrong = form.querySelector("[data-mis]");
  wrong.hidden = true;
  try {
    const options = asked(JSON.parse(form.dataset.opties));
    const make = form.dataset.passkey === "maken";
    const found = await navigator.credentials[make ? "create" : "get"](options);
    form.elements.passkey.value = answer(found);
    form.submit();
  } catch (error) {
    wrong.textContent = MESSAGES[error.name] ?? OTHERWISE;
    wrong.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (globalThis.PublicKeyCredential) return show(form);
    const wrong = form.querySelector("[data-mis]");
    wrong.textContent = UNABLE;
    wrong.hidden = false;
  });
}
