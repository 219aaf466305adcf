// The whole visit is one place in the history: a step is fetched, and its page put in the place of
// the one before, so that « back » never leads to what was written. Where that cannot be done the
// form is sent as any form; the server knows no difference.

import { work } from "./work.js";

let busy = false;

function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const root = document.documentElement;
  root.lang = next.documentElement.lang;
  root.dir = next.documentElement.dir;
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  document.querySelector("[data-exit-help]")?.removeAttribute("hidden");
  window.scrollTo(0, 0);
  document.querySelector("main")?.focus({ preventScroll: true });
  document.querySelector("[data-problems]")?.focus();
  work();
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button.name) body.set(button.name, button.value);
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
    show(await answer.text());
  } catch {
    // No network, or something odd: the browser's own way says so, or succeeds. A moment later,
    // because a form is not sent again while it is being sent.
    button.removeAttribute("aria-disabled");
    form.dataset.plain = "1";
    setTimeout(() => form.requestSubmit(button));
  } finally {
    busy = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("visit" in form.dataset) || "plain" in form.dataset || !event.submitter) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  send(form, event.submitter);
});

work();
