// Finding a unit or a commune by a few letters, accents and hyphens aside: a text field over a
// `<select data-combobox>`, an `<input list data-combobox>` or an address that answers
// {"results": [{value, label}]}. Without this module the select or the plain field does the job.

const SHOWN = 30;
const ASK_AFTER_MS = 180;
let serial = 0;

function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/[^a-z0-9]+/g, " ")
    .replace(/\bste\b/g, "sainte")
    .replace(/\bst\b/g, "saint")
    .trim();
}

/** Lower is better; -1 when a word that was typed begins no word of the label. */
function rank(label, typed) {
  if (!typed) return 0;
  if (label.startsWith(typed)) return 0;
  const words = label.split(" ");
  if (!typed.split(" ").every((part) => words.some((word) => word.startsWith(part)))) {
    return label.includes(typed) ? 3 : -1;
  }
  return label.includes(` ${typed}`) ? 1 : 2;
}

class Combobox {
  constructor(source) {
    this.source = source;
    this.number = (serial += 1);
    this.select = source.matches("select") ? source : null;
    this.url = source.dataset.url ?? "";
    this.active = -1;
    this.found = [];
    this.options = this.read();
    // Moving a field in the page takes the focus from it: somebody may already be typing.
    const focused = document.activeElement === source;
    this.build();
    if (focused) this.input.focus();
    this.listen();
  }

  read() {
    const list = this.select?.options ?? this.source.list?.options ?? [];
    return [...list]
      .filter((option) => option.value && !option.disabled)
      .map((option) => ({ value: option.value, label: option.label || option.value }))
      .map((option) => ({ ...option, key: plain(option.label) }));
  }

  build() {
    const box = document.createElement("div");
    box.className = "en-combobox";
    this.source.before(box);
    if (this.select) {
      this.input = document.createElement("input");
      this.input.type = "text";
      this.input.className = "en-input";
      this.input.id = this.select.id;
      this.select.removeAttribute("id");
      for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
        const value = this.select.getAttribute(name);
        if (value !== null) this.input.setAttribute(name, value);
      }
      this.select.hidden = true;
      this.input.value = this.select.value ? this.select.selectedOptions[0].label : "";
      box.append(this.input, this.select);
    } else {
      this.input = this.source;
      this.input.removeAttribute("list");
      box.append(this.input);
    }
    this.list = document.createElement("ul");
    this.list.className = "en-options";
    this.list.id = `en-options-${this.number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent.trim() || "Propositions");
    this.list.hidden = true;
    this.count = document.createElement("span");
    this.count.className = "en-hidden";
    this.count.setAttribute("role", "status");
    box.append(this.list, this.count);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off", spellcheck: "false" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.list.id);
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.put("");
      this.search();
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    // A draft taken up again writes into the select: the words must follow.
    this.select?.addEventListener("entremise:filled", () => {
      this.input.value = this.select.value ? this.select.selectedOptions[0].label : "";
    });
    // The mouse must not take the focus away before the click has chosen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.choose(Number(item.dataset.index));
    });
  }

  search() {
    const typed = plain(this.input.value);
    clearTimeout(this.timer);
    if (!this.url) {
      this.show(this.match(typed));
    } else if (typed.length < 2) {
      this.close();
    } else {
      this.timer = setTimeout(() => this.ask(typed), ASK_AFTER_MS);
    }
  }

  match(typed) {
    return this.options
      .map((option) => ({ ...option, rank: rank(option.key, typed) }))
      .filter((option) => option.rank >= 0)
      .sort((a, b) => a.rank - b.rank || a.label.localeCompare(b.label, "fr"))
      .slice(0, SHOWN);
  }

  async ask(typed) {
    const address = new URL(this.url, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { results } = await answer.json();
      if (plain(this.input.value) === typed && document.activeElement === this.input) this.show(results);
    } catch {
      this.close();
    }
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((option, index) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${index}`;
      item.dataset.index = index;
      item.setAttribute("role", "option");
      item.textContent = option.label;
      return item;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.count.textContent = found.length ? `${found.length} proposition${found.length > 1 ? "s" : ""}` : "Aucune proposition";
    this.point(found.length && this.input.value ? 0 : -1);
  }

  point(index) {
    this.active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = this.list.children[index];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        if (!this.url) this.show(this.match(plain(this.select?.value ? "" : this.input.value)));
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point((this.active + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && open && this.active >= 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  leave() {
    if (!this.list.hidden && this.active >= 0 && this.input.value) this.choose(this.active);
    this.close();
  }

  choose(index) {
    const option = this.found[index];
    if (!option) return;
    this.input.value = option.label;
    this.put(option.value);
    this.close();
  }

  /** The value that will be sent: the select's, or a hidden field's beside a free text. */
  put(value) {
    const target = this.select ?? document.getElementById(this.source.dataset.code ?? "");
    if (!target || target.value === value) return;
    target.value = value;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }
}

function enhance() {
  for (const source of document.querySelectorAll("[data-combobox]")) {
    source.removeAttribute("data-combobox");
    new Combobox(source);
  }
}

document.addEventListener("htmx:afterSettle", enhance);
enhance();
