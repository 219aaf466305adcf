// Server drafts: a form with `data-draft-url` sends what it holds 1.5 s after the last key, at
// most every 5 s, and when the page is left. Nothing is kept in the browser.

const QUIET_MS = 1500;
const EVERY_MS = 5000;
const RETRY_MS = 15_000;

function clock(date) {
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.sent = this.content().toString();
    this.lastKey = this.firstUnsaved = this.lastSave = 0;
    this.timer = null;
    this.flight = null;
    this.status = form.querySelector("[data-draft-status]") ?? this.makeStatus();
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    form.addEventListener("submit", (event) => {
      // Sent for good: a draft that arrives after it would bring the text back.
      if (!event.defaultPrevented) this.stop();
    });
  }

  makeStatus() {
    const line = document.createElement("p");
    line.className = "en-draft";
    line.setAttribute("role", "status");
    this.form.append(line);
    return line;
  }

  content() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && this.form.elements[name]?.type !== "password") {
        fields.append(name, value);
      }
    }
    return fields;
  }

  dirty() {
    return this.url && this.content().toString() !== this.sent;
  }

  touched() {
    this.lastKey = Date.now();
    this.firstUnsaved ||= this.lastKey;
    this.schedule();
  }

  schedule() {
    if (!this.url) return;
    clearTimeout(this.timer);
    const quiet = Math.min(this.lastKey + QUIET_MS, this.firstUnsaved + EVERY_MS);
    const due = Math.max(quiet, this.lastSave + EVERY_MS);
    this.timer = setTimeout(() => this.save(), Math.max(0, due - Date.now()));
  }

  async save() {
    clearTimeout(this.timer);
    if (this.flight) {
      await this.flight;
    }
    if (!this.dirty()) {
      this.firstUnsaved = 0;
      return;
    }
    this.flight = this.send();
    await this.flight;
    this.flight = null;
  }

  async send() {
    const body = this.content();
    this.firstUnsaved = 0;
    this.lastSave = Date.now();
    try {
      // A redirect would be the login page: the draft was not kept.
      const answer = await fetch(this.url, { method: "POST", body, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.sent = body.toString();
      this.say(`Brouillon enregistré à ${clock(new Date())}`);
    } catch {
      if (this.url) this.failed();
    }
  }

  say(text) {
    this.status.classList.remove("en-draft--failed");
    this.status.textContent = text;
  }

  failed() {
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "en-button en-button--second en-button--small";
    retry.textContent = "Réessayer";
    retry.addEventListener("click", () => this.save());
    this.status.classList.add("en-draft--failed");
    this.status.replaceChildren(
      "Le brouillon n’est pas enregistré. Votre texte est encore sur cette page. ",
      retry,
    );
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY_MS);
  }

  leave() {
    if (!this.dirty()) return;
    const body = this.content();
    if (navigator.sendBeacon(this.url, body)) this.sent = body.toString();
    else this.save();
  }

  stop() {
    clearTimeout(this.timer);
    this.url = "";
  }
}

const drafts = [...document.querySelectorAll("form[data-draft-url]")].map((f) => new Draft(f));

if (drafts.length) {
  const leave = () => drafts.forEach((draft) => draft.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", () => drafts.forEach((draft) => draft.save()));
  // The screen is about to be locked: what is typed must arrive before the session ends.
  document.addEventListener("entremise:locking", (event) => {
    event.detail.waitFor.push(...drafts.map((draft) => draft.save()));
  });
}
