// The files a customer adds to a message: few, small, text. What cannot be read is said before anything is sent.
import { el, icon } from "./dom.js";

const MOST = 3;
const LARGEST = 200000;
const ENDINGS = ["txt", "md", "csv", "json"];

export class Files {
  constructor(t, { onChange, onProblem }) {
    Object.assign(this, { t, onChange, onProblem, chosen: [] });
    this.field = el("input", { type: "file", class: "hide", multiple: true, tabindex: "-1", accept: ENDINGS.map((one) => `.${one}`).join(","), "aria-label": t("attach"), onchange: () => this.#take() });
    this.button = el("button", { type: "button", class: "icon", "aria-label": t("attach"), title: t("attachHint"), onclick: () => this.field.click() }, icon("attach"));
    this.list = el("ul", { class: "files", hidden: true });
  }

  get any() {
    return this.chosen.length > 0;
  }

  get names() {
    return this.chosen.map((one) => one.name);
  }

  // What was chosen, as the interface takes it; the field is empty afterwards.
  take() {
    const taken = this.chosen;
    this.chosen = [];
    this.#draw();
    return taken;
  }

  // Files that were taken and not sent after all.
  giveBack(files) {
    this.chosen = [...files, ...this.chosen].slice(0, MOST);
    this.#draw();
  }

  async #take() {
    const files = [...this.field.files];
    this.field.value = "";
    let problem = "";
    for (const file of files) {
      const wrong = this.#wrong(file);
      problem ||= wrong;
      if (!wrong) this.chosen.push({ name: file.name, content: await encoded(file) });
    }
    this.#draw();
    if (problem) this.onProblem(problem);
  }

  #wrong(file) {
    const ending = file.name.split(".").pop().toLowerCase();
    if (this.chosen.length >= MOST) return this.t("filesMany", { n: MOST });
    if (!ENDINGS.includes(ending)) return this.t("fileKind", { name: file.name });
    if (file.size > LARGEST) return this.t("fileLarge", { name: file.name });
    return file.size ? "" : this.t("fileEmpty", { name: file.name });
  }

  #draw() {
    this.list.hidden = !this.any;
    this.list.replaceChildren(...this.chosen.map((one) => this.#line(one)));
    this.onChange();
  }

  #line(one) {
    const label = this.t("fileRemove", { name: one.name });
    const drop = () => {
      this.chosen = this.chosen.filter((other) => other !== one);
      this.#draw();
      this.button.focus();
    };
    return el("li", {}, el("span", {}, one.name), el("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: drop }, icon("close")));
  }
}

// The names under a message that brought files.
export function fileNames(names, t) {
  return names.length ? el("span", { class: "bubble-files" }, `${t("attached")}${names.join(", ")}`) : null;
}

function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
