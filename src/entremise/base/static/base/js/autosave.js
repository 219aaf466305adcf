// Server drafts: a form with `data-draft-url` sends what it holds as soon as the keys pause, at the
// latest a second and a half after the first key that is not saved, and when the page is left. A draft
// found on opening is offered, and nothing is sent over it before it was read. Nothing is kept in
// the browser. The server knows a draft by the path of its page.
//
// A tab may die at any moment: what it loses is what was typed since the last sending, a second
// and a half and the time of an answer. `entremise bench` measures it.

const QUIET_MS = 600;
const LATEST_MS = 1500;
const APART_MS = 1000;
const ANSWER_MS = 3000;
const RETRY_MS = 3000;
// A browser lets this much travel on after its page is gone.
const KEEPALIVE_BYTES = 50_000;
const NOT_TEXT = ["csrfmiddlewaretoken", "once", "reprise"];
const CLOSED = "Votre session est fermée : reconnectez-vous dans un autre onglet, il le sera ensuite.";

/** A way to stop waiting for an answer, by hand or after a while. */
function patience() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ANSWER_MS);
  return controller;
}

function clock(date) {
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.address = new URL(form.dataset.draftUrl, location.href);
    if (!this.address.searchParams.has("path")) {
      this.address.searchParams.set("path", location.pathname);
    }
    this.url = this.address.href;
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
    this.read = document.querySelector("[data-problems]") ? null : this.offer();
  }

  /** A draft of this page that says something else than the page is offered, never imposed. */
  async offer() {
    try {
      const { fields, hour } = await this.kept();
      if (hour && this.differs(fields)) this.propose(fields, hour);
    } catch {
      // No draft to offer: the page works without it.
    }
  }

  async kept() {
    const answer = await fetch(this.url, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: patience().signal,
    });
    return answer.json();
  }

  differs(fields) {
    const now = new FormData(this.form);
    return Object.entries(fields).some(([name, kept]) => {
      const there = !NOT_TEXT.includes(name) && this.form.elements[name];
      return there && String(now.getAll(name)) !== String([kept].flat());
    });
  }

  /** The offer stays beside the form while she types something else: the old text is in it. */
  propose(fields, hour) {
    const offer = this.makeStatus();
    offer.textContent = `Un brouillon de ${hour} existe. `;
    const answer = (words, deed) => this.button(offer, words, () => { offer.remove(); deed(); });
    answer("Le reprendre", () => {
      this.fill(fields);
      this.say("Brouillon repris : il n’est pas encore envoyé.");
    });
    answer("L’effacer", () => this.discard());
  }

  fill(fields) {
    for (const [name, kept] of Object.entries(fields)) {
      if (NOT_TEXT.includes(name) || name === "version") continue;
      const values = [kept].flat();
      for (const control of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
        else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
        else control.value = values[0];
        control.dispatchEvent(new Event("entremise:filled"));
      }
    }
    // Saved again: the server may hold what was typed before the offer was taken.
    this.touched();
  }

  async discard() {
    const body = this.content();
    body.set("effacer", "1");
    await fetch(this.url, { method: "POST", body, redirect: "manual" });
    this.say("Brouillon effacé.");
    if (this.dirty()) this.touched();
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
    const quiet = Math.min(this.lastKey + QUIET_MS, this.firstUnsaved + LATEST_MS);
    const due = Math.max(quiet, this.lastSave + APART_MS);
    this.timer = setTimeout(() => this.save(), Math.max(0, due - Date.now()));
  }

  async save() {
    clearTimeout(this.timer);
    await this.read;
    await this.flight;
    if (!this.dirty()) {
      this.firstUnsaved = 0;
      return;
    }
    this.flight = this.send();
    await this.flight;
    this.flight = null;
  }

  async send() {
    if (this.closed) await this.renew();
    const body = this.content();
    this.firstUnsaved = 0;
    this.lastSave = Date.now();
    this.leaving = patience();
    try {
      // A redirect would be the login page: the draft was not kept.
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: body.toString().length < KEEPALIVE_BYTES,
        signal: this.leaving.signal,
      });
      this.closed = answer.type === "opaqueredirect" || answer.status === 403;
      if (!answer.ok) {
        // The server says in a sentence why it will not keep this text.
        this.failed(answer.status === 409 ? await answer.text() : this.closed ? CLOSED : "");
        return;
      }
      this.sent = body.toString();
      this.say(`Brouillon enregistré à ${clock(new Date())}`);
    } catch {
      this.failed("");
    }
  }

  /** Whoever logged in again in another tab has another token: without it all would be refused. */
  async renew() {
    try {
      const { token } = await this.kept();
      if (!token) return;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    } catch {
      // Still logged out: the sending that follows says so.
    }
  }

  say(text) {
    this.status.classList.remove("en-draft--failed");
    this.status.textContent = text;
  }

  button(place, words, deed) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "en-button en-button--second en-button--small";
    button.textContent = words;
    button.addEventListener("click", deed);
    place.append(" ", button);
  }

  failed(why) {
    if (!this.url) return;
    this.say(`Le brouillon n’est pas enregistré. ${why} Votre texte est encore sur cette page.`);
    this.status.classList.add("en-draft--failed");
    this.button(this.status, "Réessayer", () => this.save());
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
    this.leaving?.abort();
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
