// Passkeys: a form with `data-passkey` asks the browser for a credential, then sends itself. The
// forms are hidden until this runs, since nothing of it works without JavaScript. The coding of
// the credentials is that of `webauthn-json.js`, which allauth ships.

const WORDS = {
  NotAllowedError: "La demande a été annulée, ou elle a pris trop de temps. Recommencez.",
  InvalidStateError: "Cette clé est déjà enregistrée.",
  SecurityError: "Les clés d’accès ne fonctionnent pas à cette adresse. Utilisez un code.",
};

async function optionsOf(form) {
  const own = form.elements.credential.dataset.passkeyOptions;
  if (own) return JSON.parse(own);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function credentialFor(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey !== "add") return window.webauthnJSON.get(options);
  const alone = form.elements.passwordless?.checked ?? false;
  const wanted = options.publicKey.authenticatorSelection;
  wanted.residentKey = alone ? "required" : "discouraged";
  wanted.requireResidentKey = alone;
  if (alone) wanted.userVerification = "required";
  return window.webauthnJSON.create(options);
}

function wire(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = false;
  form.querySelector("[autofocus]")?.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credentialFor(form));
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      problem.textContent = WORDS[error.name] ?? "La clé d’accès n’a pas répondu. Recommencez, ou utilisez un code.";
      problem.hidden = false;
    }
  });
}

if (window.PublicKeyCredential && window.webauthnJSON) {
  document.querySelectorAll("form[data-passkey]").forEach(wire);
}
