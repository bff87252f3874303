// What is written while an answer is still being told: it stands at the end of the thread and is sent after the answer, in the
// order it was written. Each can be taken back into the field until then; a page that is left keeps it as a draft.
import { el } from "./dom.js";

const MOST = 3;

export class Queue {
  constructor(view) {
    this.view = view;
    this.waiting = [];
  }

  get length() {
    return this.waiting.length;
  }

  get full() {
    return this.waiting.length >= MOST;
  }

  // Where the thread of what was sent ends; null where nothing waits.
  get first() {
    return this.waiting[0]?.place ?? null;
  }

  // `bubble` moves to the end of the thread, with what becomes of it below.
  add(message) {
    const { view } = this;
    const back = el("button", { type: "button", class: "quiet", onclick: () => this.#takeBack(entry) }, view.t("takeBack"));
    const entry = { ...message, place: el("div", { class: "queued" }, message.bubble, el("p", { class: "queued-note" }, el("span", {}, view.t("queued")), back)) };
    this.waiting.push(entry);
    view.thread.append(entry.place);
    view.announce(view.t("queuedSaid"));
    view.thread.scrollTop = view.thread.scrollHeight;
  }

  // The message that is sent now, out of its place; undefined where none waits.
  next() {
    const entry = this.waiting.shift();
    entry?.place.remove();
    return entry;
  }

  // A page that is left sends nothing more: the words are a draft again.
  keep() {
    const { view } = this;
    if (this.length) view.memory.set({ draft: [...this.waiting.map((one) => one.text), view.input.value].filter(Boolean).join("\n") });
  }

  #takeBack(entry) {
    this.waiting = this.waiting.filter((one) => one !== entry);
    entry.place.remove();
    this.view.giveBack(entry.text, entry.files);
    this.view.announce(this.view.t("takenBack"));
  }
}
