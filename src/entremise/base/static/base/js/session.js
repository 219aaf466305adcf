// Two minutes before an idle session ends, a dialog says so; at its end the page is covered and
// locked, or the session ended where several people use the computer. « Masquer l’écran » (or F8,
// or Pause) covers it at once and locks it after 60 s.

const WARN_MS = 120_000;
const LOCK_AFTER_MS = 60_000;
const PING_EVERY_MS = 60_000;
const DRAFTS_WAIT_MS = 2000;

const body = document.body;
const idleMs = Number(body.dataset.idleSeconds) * 1000;
// On a computer that several people use, the session is not locked but ended.
const endsAlone = "endsAlone" in body.dataset;
const warnMs = Math.min(WARN_MS, idleMs / 2);
const soon = warnMs > 60_000 ? "deux minutes" : "une minute";
const keepsDrafts = document.querySelector("form[data-draft-url]") !== null;
const lockForm = document.querySelector("form[data-lock]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("entremise") : null;
let lastContact = Date.now();
let covered = 0;
let locking = false;

function dialog(className, title, text, buttons) {
  const box = document.createElement("dialog");
  box.className = className;
  const heading = document.createElement("h2");
  heading.textContent = title;
  heading.id = `en-dialog-${document.querySelectorAll("dialog").length}`;
  box.setAttribute("aria-labelledby", heading.id);
  const words = document.createElement("p");
  words.textContent = text;
  const actions = document.createElement("div");
  actions.className = "en-actions";
  for (const [label, kind, deed] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `en-button ${kind}`;
    button.textContent = label;
    button.addEventListener("click", deed);
    actions.append(button);
  }
  box.append(heading, words, actions);
  body.append(box);
  return box;
}

async function lock() {
  if (!lockForm || locking) return;
  locking = true;
  const waitFor = [];
  document.dispatchEvent(new CustomEvent("entremise:locking", { detail: { waitFor } }));
  const enough = new Promise((done) => setTimeout(done, DRAFTS_WAIT_MS));
  await Promise.race([Promise.allSettled(waitFor), enough]);
  HTMLFormElement.prototype.submit.call(lockForm);
}

const title = document.title;
const cover = dialog("en-cover", "En pause", endsAlone ? "La session se ferme dans une minute." : "L’écran se verrouille dans une minute.", [
  ["Reprendre", "en-button--second", uncover],
]);
cover.addEventListener("cancel", (event) => event.preventDefault());

function hide() {
  if (covered) return;
  covered = Date.now();
  if (warning.open) warning.close();
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  document.title = "Entremise";
  cover.showModal();
}

function uncover() {
  if (locking) return;
  covered = 0;
  cover.close();
  document.title = title;
  contact(true);
}

const warning = dialog(
  "en-dialog",
  endsAlone ? "Votre session va se fermer" : "L’écran va se verrouiller",
  `Sans action de votre part, ${endsAlone ? "elle se ferme" : "l’écran se verrouille"} dans ${soon}.${keepsDrafts ? " Votre texte est gardé en brouillon." : ""}`,
  [
    ["Continuer", "", () => { warning.close(); contact(true); }],
    ["Masquer l’écran", "en-button--second", hide],
  ],
);

function contact(now = false) {
  if (!now && Date.now() - lastContact < PING_EVERY_MS) return;
  lastContact = Date.now();
  channel?.postMessage("alive");
  const url = body.dataset.aliveUrl;
  const token = lockForm?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!url || !token) return;
  fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" }).catch(() => {});
}

function tick() {
  if (covered) {
    if (Date.now() - covered >= LOCK_AFTER_MS) lock();
    return;
  }
  const left = lastContact + idleMs - Date.now();
  if (left <= 0) {
    hide();
    lock();
  } else if (left <= warnMs) {
    if (!warning.open) warning.showModal();
  } else if (warning.open) {
    warning.close();
  }
}

if (idleMs) {
  channel?.addEventListener("message", () => { lastContact = Date.now(); });
  lockForm?.addEventListener("submit", (event) => {
    event.preventDefault();
    hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "F8" || event.key === "Pause") {
      event.preventDefault();
      hide();
    } else if (!covered && !warning.open) {
      contact();
    }
  }, true);
  document.addEventListener("pointerdown", () => { if (!covered && !warning.open) contact(); });
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, 1000);
}
