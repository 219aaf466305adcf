// One letter, one deed: j and k move between the lines of a queue, the letters written on buttons
// and links (`data-key`) act on the current line, or on the page. « ? » lists them. Never inside a
// field, never with Ctrl, Alt or AltGr; switched off by the account (`data-keys="off"`). Escape
// leaves a long text or a list of answers for the lines beside it.

const root = document.documentElement;
const rows = () => [...document.querySelectorAll("[data-queue] [data-row]")];
let position = -1;

function current() {
  const focused = document.activeElement?.closest("[data-row]");
  return focused ?? document.querySelector('[data-row][aria-current="true"]');
}

function select(row) {
  if (!row) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  position = rows().indexOf(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const list = rows();
  if (!list.length) return;
  const here = list.indexOf(current());
  select(list[here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(here + step, 0), list.length - 1)]);
}

function find(key) {
  const quoted = CSS.escape(key);
  const row = current() ?? rows()[0];
  const inRow = row?.querySelector(`[data-key="${quoted}"]`);
  const outside = [...document.querySelectorAll(`[data-key="${quoted}"]`)].filter((el) => !el.closest("[data-row]"));
  // A page knows better than the menu what a letter means on it.
  return inRow ?? outside.find((el) => el.closest("main")) ?? outside[0];
}

function act(element) {
  if (element.matches("input, select, textarea")) element.focus();
  else element.click();
}

/** What it says aloud: without the letter drawn beside its words, nor what only the eye reads. */
function words(element) {
  const bare = element.cloneNode(true);
  for (const kbd of bare.querySelectorAll('kbd, [aria-hidden="true"]')) kbd.remove();
  return bare.textContent.replace(/\s+/g, " ").trim();
}

function label(element) {
  return element.getAttribute("aria-label") ?? words(element.labels?.[0] ?? element);
}

function help() {
  const known = new Map();
  if (rows().length) {
    known.set("j", "Ligne suivante");
    known.set("k", "Ligne précédente");
  }
  const inMain = document.querySelectorAll("main [data-key]");
  for (const element of [...inMain, ...document.querySelectorAll("[data-key]")]) {
    if (!known.has(element.dataset.key)) known.set(element.dataset.key, label(element));
  }
  known.set("Ctrl + Entrée", "Envoyer le formulaire");
  known.set("F8", "Masquer l’écran");
  const box = document.createElement("dialog");
  box.className = "en-dialog";
  box.setAttribute("aria-labelledby", "en-keys-title");
  const title = document.createElement("h2");
  title.id = "en-keys-title";
  title.textContent = "Raccourcis du clavier";
  const list = document.createElement("dl");
  list.className = "en-summary";
  for (const [key, words] of known) {
    const row = document.createElement("div");
    row.className = "en-row";
    const name = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    name.append(kbd);
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    row.append(name, meaning);
    list.append(row);
  }
  const actions = document.createElement("div");
  actions.className = "en-actions";
  const off = document.createElement("button");
  off.type = "button";
  off.className = "en-button en-button--second";
  off.textContent = "Couper les lettres sur cette page";
  off.addEventListener("click", () => {
    root.dataset.keys = "off";
    box.close();
  });
  const close = document.createElement("button");
  close.type = "button";
  close.className = "en-button";
  close.textContent = "Fermer";
  close.autofocus = true;
  close.addEventListener("click", () => box.close());
  actions.append(close, off);
  box.append(title, list, actions);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function mark() {
  if (root.dataset.keys === "off") return;
  // What tells of keys shows now, where there is a keyboard (`.en-keys`).
  root.dataset.keys = "on";
  for (const element of document.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
    element.setAttribute("aria-keyshortcuts", element.dataset.key);
    if (element.matches("[data-row] .en-button")) {
      const kbd = document.createElement("kbd");
      kbd.setAttribute("aria-hidden", "true");
      kbd.textContent = element.dataset.key;
      element.append(kbd);
    }
  }
}

/** From a text or a list of answers to the question one was at, so that letters answer again. */
function leaveField(field) {
  const list = rows();
  if (list.length) select(list[position] ?? list[0]);
  else field.blur();
}

document.addEventListener("keydown", (event) => {
  if (root.dataset.keys === "off" || event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches?.("textarea, select") && !document.querySelector("dialog[open]")) {
    leaveField(event.target);
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (event.getModifierState?.("AltGraph")) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]")) return;
  if (event.key === "?") help();
  else if (event.key === "j" && rows().length) move(1);
  else if (event.key === "k" && rows().length) move(-1);
  else {
    const element = find(event.key);
    if (!element) return;
    act(element);
  }
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-queue] [data-row]");
  if (!row) return;
  for (const other of rows()) if (other !== row) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  position = rows().indexOf(row);
});

// Only marks what came: the focus is hers, she may be typing while a page asks who rings.
document.addEventListener("htmx:afterSettle", mark);

mark();
