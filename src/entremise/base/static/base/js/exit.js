// Leave at once: the button, or Shift three times within 5 s. The page is blanked before anything
// else, and its place in the history is taken, so that « back » does not show it again.

const WITHIN_MS = 5000;
const TIMES = 3;

// Looked up when it is needed: a page may put another body in the place of the first.
const way = () => document.querySelector("[data-exit] a");
let presses = [];
let alone = false;

function leave() {
  const { href } = way();
  const blank = document.createElement("div");
  blank.className = "en-blankout";
  document.body.append(blank);
  document.title = "\u00a0";
  for (const form of document.forms) form.reset();
  location.replace(href);
}

if (way()) {
  document.querySelector("[data-exit-help]")?.removeAttribute("hidden");
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-exit] a")) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    // Shift with a letter is a capital, not a press.
    alone = event.key === "Shift" && (alone || !event.repeat);
    if (!alone) presses = [];
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= TIMES) leave();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
