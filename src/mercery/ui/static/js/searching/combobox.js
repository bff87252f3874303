// Completes what is typed into a search field: a combobox after the ARIA pattern. The list comes from the server as it is
// shown; on a phone field and list take the whole screen.
import { earlier, forget, keep } from "./earlier.js";

const PAUSE = 110;
const NARROW = "(max-width: 640px)";
const shown = new Map();
let number = 0;

export function startCombobox(input) {
  if (input.dataset.ready) return;
  input.dataset.ready = "";
  new Combobox(input);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.box = input.closest("[data-suggest-box]");
    this.list = element("div", { class: "suggestions", role: "listbox", id: `suggestions-${++number}`, "aria-label": input.placeholder });
    this.list.hidden = true;
    this.said = element("p", { class: "visually-hidden", role: "status", "data-said": "" });
    this.shut = element("button", { class: "icon-button suggest-shut", type: "button", "aria-label": input.dataset.close });
    this.shut.innerHTML = '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><path d="M13.5 8h-11M6.5 4l-4 4 4 4"/></svg>';
    this.box.prepend(this.shut);
    this.box.append(this.list, this.said);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", "aria-haspopup": "listbox" })) input.setAttribute(name, value);
    this.at = -1;
    this.listen();
  }

  listen() {
    const { input, list, box } = this;
    input.addEventListener("input", () => this.ask(PAUSE));
    input.addEventListener("focus", () => { if (input.value.trim() !== this.left) this.ask(0); });
    input.addEventListener("click", () => { if (list.hidden) this.ask(0); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.form.addEventListener("submit", () => { keep(input.value); this.close(); });
    // Pressing a line must not take the focus from the field before the line is followed.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.click(event));
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) this.close(); });
    this.shut.addEventListener("click", () => { this.close(); input.blur(); });
  }

  get lines() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  ask(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(this.input.value.trim()), pause);
  }

  async fetch(text) {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    const key = `${this.input.dataset.suggests}?q=${encodeURIComponent(text)}`;
    try {
      if (!shown.has(key)) {
        const answer = await fetch(key, { signal: asking.signal });
        if (!answer.ok) return;
        shown.set(key, await answer.text());
        setTimeout(() => shown.delete(key), 30_000);
      }
    } catch { return; /* Typed on, or no network: the field itself works on. */ }
    if (asking !== this.asking || document.activeElement !== this.input) return;
    this.show(shown.get(key), text);
  }

  show(html, text) {
    this.at = -1;
    this.list.innerHTML = html;
    if (!text) this.list.prepend(...this.before());
    this.lines.forEach((line, place) => { line.id = `${this.list.id}-${place}`; });
    const n = this.lines.length;
    this.open(n > 0);
    this.said.textContent = !n || !text ? "" : n === 1 ? this.input.dataset.one : this.input.dataset.found.replace("{n}", n);
  }

  // What was searched for on this device, above what others search for.
  before() {
    const words = earlier();
    if (!words.length) return [];
    const group = element("div", { role: "group", class: "suggest-group", "aria-label": this.input.dataset.earlier });
    const head = element("p", { class: "suggest-head", "aria-hidden": "true" }, this.input.dataset.earlier);
    const off = element("button", { type: "button", class: "suggest-forget", tabindex: "-1" }, this.input.dataset.forget);
    head.append(off);
    group.append(head, ...words.map((one) => {
      const line = element("a", { class: "suggest-line", role: "option", "aria-selected": "false", tabindex: "-1", href: `${this.input.form.action}?q=${encodeURIComponent(one)}` });
      line.dataset.text = one;
      line.append(element("span", { class: "suggest-text" }, one));
      return line;
    }));
    return [group];
  }

  open(any) {
    const whole = matchMedia(NARROW).matches && document.activeElement === this.input;
    this.list.hidden = !any && !whole;
    this.input.setAttribute("aria-expanded", String(any));
    this.input.removeAttribute("aria-activedescendant");
    this.box.toggleAttribute("data-whole", whole);
    // Where the page ends below the field the list stands above it.
    const { top, bottom } = this.box.getBoundingClientRect();
    this.list.toggleAttribute("data-above", !whole && innerHeight - bottom < 300 && top > innerHeight - bottom);
    document.documentElement.toggleAttribute("data-searching", whole);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
    this.at = -1;
    this.list.hidden = true;
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("data-whole");
    document.documentElement.removeAttribute("data-searching");
  }

  key(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Escape" && !this.list.hidden) { event.preventDefault(); event.stopPropagation(); this.close(); return; }
    if (key === "ArrowDown" && this.list.hidden) { event.preventDefault(); this.ask(0); return; }
    if (this.list.hidden) return;
    if (key === "ArrowDown" || key === "ArrowUp") { event.preventDefault(); this.mark(key === "ArrowDown" ? 1 : -1); }
    else if (key === "Enter" && this.at >= 0) { event.preventDefault(); this.follow(this.lines[this.at]); }
    else if (key === "Tab") this.close();
  }

  // From the field down through the lines and back into it: -1 is the field.
  mark(step) {
    const lines = this.lines;
    const places = lines.length + 1;
    if (places === 1) return;
    this.at = ((this.at + 1 + step + places) % places) - 1;
    lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === this.at)));
    const line = lines[this.at];
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  click(event) {
    if (event.target.closest(".suggest-forget")) {
      forget();
      this.ask(0);
      return;
    }
    const line = event.target.closest('[role="option"]');
    if (!line || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.follow(line);
  }

  follow(line) {
    if (new URL(line.href).searchParams.has("q")) {
      keep(line.dataset.text);
      this.input.value = line.dataset.text;
    }
    this.close();
    location.assign(line.href);
  }
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
