// Ctrl+Enter sends the form one is in, or the only one of the page; a double click sends it once;
// after a refusal the list of problems takes the focus. The server has its own guard against a
// form sent twice.

const GUARD_MS = 10_000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
}

function onlyForm() {
  const forms = document.querySelectorAll('main form[method="post"]');
  return forms.length === 1 ? forms[0] : null;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form") ?? onlyForm();
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button[data-default]")
    ?? form.querySelector("button:not([type]), [type=submit]");
  form.requestSubmit(button ?? undefined);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  // Not `disabled`: the value of the button that was pressed must still travel.
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), GUARD_MS);
});

// A page one comes back to: what was sent from it has long arrived.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

const problems = document.querySelector("[data-problems]");
problems?.focus();
// A choice that comes first takes the focus where there is a keyboard; on a telephone it would
// scroll away what stands above it.
if (!problems && matchMedia("(pointer: fine)").matches) {
  document.querySelector("[data-first]")?.focus();
}

// Long work is done piece by piece; without this line one presses « Continuer » for each.
document.querySelector("form[data-again]")?.requestSubmit();
