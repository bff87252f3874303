// An answer as the customer reads it: sentences typed out once checked, each claim stitched to its source.
import { el, safeUrl, still } from "./dom.js";

const PER_SECOND = { en: 90, zh: 34 };

export class Answer {
  constructor(view) {
    this.view = view;
    this.text = el("div", { class: "answer-text" });
    this.chips = el("div", { class: "chips", hidden: true });
    this.held = el("div", { class: "held", hidden: true });
    this.cards = el("div", { class: "cards", hidden: true });
    this.table = el("div", { class: "table", hidden: true, tabindex: 0 });
    this.question = el("div", { class: "answer-text answer-asks", hidden: true });
    this.element = el("div", { class: "answer" }, this.text, this.table, this.chips, this.held, this.cards, this.question);
    this.caret = el("span", { class: "caret", "aria-hidden": "true" });
    this.evidence = new Map();
    this.queue = [];
    this.typing = false;
    this.sentences = 0;
    this.finished = new Promise((resolve) => { this.settle = resolve; });
  }

  // A stored answer, at once.
  static of(message, view) {
    const answer = new Answer(view);
    message.evidence.forEach((item) => answer.addEvidence(item));
    if (message.sentences.length) message.sentences.forEach((sentence) => answer.#put(sentence, true));
    else answer.#put({ text: message.text, spans: [] }, true);
    answer.ended = true;
    answer.addCards(message.cards);
    answer.addTable(message.table);
    answer.#showChips();
    return answer;
  }

  addEvidence(item) {
    this.evidence.set(item.key, item);
    for (const mark of this.text.querySelectorAll(".claim")) {
      if (mark.dataset.key === item.key) mark.className = `claim claim-${item.state}`;
    }
    if (!this.typing && !this.queue.length && this.sentences) this.#showChips();
  }

  addSentence(sentence) {
    this.queue.push(sentence);
    if (!this.typing) this.#type();
  }

  hold(text) {
    this.held.hidden = !text;
    const words = text === true ? this.view.t("looking") : this.view.t("checking", { text });
    this.held.replaceChildren(el("span", { class: "held-stitch", "aria-hidden": "true" }), el("span", {}, words));
  }

  // The piece whose page this is needs no card that leads to it.
  addCards(all) {
    const cards = all.filter((card) => card.product_id !== this.view.options.context.product_id);
    this.cards.hidden = !cards.length;
    this.cards.replaceChildren(...cards.map((card) => this.#card(card)));
    this.#showChips();
  }

  // Pieces side by side.
  addTable(table) {
    this.table.hidden = !table;
    if (!table) return;
    const { base, embedded } = this.view.options;
    const column = (card) => {
      const url = safeUrl(card.url, base);
      return el("th", { scope: "col" }, url ? el("a", { href: url, target: embedded ? "_blank" : null, rel: embedded ? "noopener" : null }, card.title) : card.title);
    };
    const row = (one) => el("tr", {}, el("th", { scope: "row" }, one.label), ...one.cells.map((cell) => el("td", {}, ...this.#cut(cell))));
    this.table.setAttribute("aria-label", this.view.t("sideBySide"));
    this.table.replaceChildren(
      el("table", {}, el("thead", {}, el("tr", {}, el("td", {}), ...table.columns.map(column))), el("tbody", {}, ...table.rows.map(row))),
    );
    this.#showChips();
  }

  // A sentence at once, its claims stitched; without keys where room is short.
  #cut(sentence) {
    const letters = Array.from(sentence.text);
    const parts = [];
    let at = 0;
    for (const span of [...sentence.spans].sort((one, other) => one.start - other.start)) {
      parts.push(letters.slice(at, span.start).join(""));
      const mark = this.#claim(span.key, el("span", { class: "claim-text" }, letters.slice(span.start, span.end).join("")));
      mark.dataset.drawn = "no";
      parts.push(mark);
      at = span.end;
    }
    return [...parts, letters.slice(at).join("")];
  }

  end() {
    this.ended = true;
    this.hold("");
    if (!this.typing) this.settle();
  }

  async #type() {
    this.typing = true;
    while (this.queue.length) {
      const sentence = this.queue.shift();
      this.view.announce(sentence.text);
      if (this.held.textContent === this.view.t("looking")) this.hold("");
      await this.#put(sentence, still());
      this.#showChips();
    }
    this.caret.remove();
    this.typing = false;
    if (this.ended) this.settle();
  }

  // Append a sentence; unless `atOnce`, reveal it letter by letter and draw each stitch when its claim is complete.
  async #put(sentence, atOnce) {
    const letters = Array.from(sentence.text);
    const spans = [...sentence.spans].sort((one, other) => one.start - other.start);
    const gap = this.sentences && this.view.lang !== "zh" ? " " : "";
    this.sentences += 1;
    const place = el("span", {});
    // A question stands below what is shown, next to the buttons that answer it.
    const into = sentence.asks ? this.question : this.text;
    into.hidden = false;
    into.append(into === this.text ? gap : "", place);
    if (!atOnce) into.append(this.caret);
    let at = 0;
    for (const span of [...spans, null]) {
      await this.#reveal(place, letters.slice(at, span ? span.start : letters.length), atOnce);
      if (!span) break;
      const words = el("span", { class: "claim-text" });
      const mark = this.#claim(span.key, words);
      place.append(mark);
      await this.#reveal(words, letters.slice(span.start, span.end), atOnce);
      mark.append(el("sup", { class: "claim-key" }, span.key));
      mark.dataset.drawn = atOnce ? "no" : "yes";
      at = span.end;
    }
  }

  #claim(key, words) {
    const state = this.evidence.get(key)?.state || "holds";
    const open = () => this.evidence.has(key) && this.view.openSource(this.evidence.get(key), mark);
    // A native button cannot break across lines as a phrase must.
    const press = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    };
    const mark = el("span", { role: "button", tabindex: 0, class: `claim claim-${state}`, "data-key": key, onclick: open, onkeydown: press }, words);
    return mark;
  }

  #reveal(place, letters, atOnce) {
    const node = document.createTextNode("");
    place.append(node);
    if (atOnce || !letters.length) {
      node.data = letters.join("");
      return undefined;
    }
    const speed = PER_SECOND[this.view.lang] * (1 + this.queue.length);
    const begun = performance.now();
    return new Promise((resolve) => {
      const step = (moment) => {
        const shown = Math.min(letters.length, Math.ceil(((moment - begun) / 1000) * speed) + 1);
        node.data = letters.slice(0, shown).join("");
        this.view.keepInSight();
        // A hidden page gets no frames; its reader finds the sentence whole.
        if (shown >= letters.length || document.hidden) {
          node.data = letters.join("");
          resolve();
        } else requestAnimationFrame(step);
      };
      if (document.hidden) step(Infinity);
      else requestAnimationFrame(step);
    });
  }

  #showChips() {
    const used = new Set([...this.text.querySelectorAll(".claim")].map((mark) => mark.dataset.key));
    // What is claimed on cards and in a table opens its source there; chips of all of it would bury the answer.
    const elsewhere = this.element.querySelector(".cards .claim, .table .claim");
    const items = [...this.evidence.values()].filter((item) => used.has(item.key) || (this.ended && !elsewhere));
    this.chips.hidden = !items.length;
    this.chips.replaceChildren(...items.map((item) => this.#chip(item)));
    this.view.keepInSight();
  }

  #chip(item) {
    const colon = this.view.lang === "zh" ? "：" : ": ";
    const comma = this.view.lang === "zh" ? "，" : ", ";
    const until = item.until ? comma + this.view.t("until", { date: item.until }) : "";
    const chip = el(
      "button", { type: "button", class: `chip chip-${item.state}`, onclick: () => this.view.openSource(item, chip) },
      el("span", { class: "chip-key" }, item.key),
      el("span", {}, el("b", {}, item.label), colon + item.source + until),
    );
    return chip;
  }

  #card(card) {
    const { base, embedded } = this.view.options;
    const url = safeUrl(card.url, base);
    const image = card.image && safeUrl(card.image, base);
    const was = card.was_text && el("s", {}, card.was_text);
    const until = card.until_text && el("span", { class: "second" }, this.view.t("until", { date: card.until_text }));
    const name = card.options_text ? `${card.title}${this.view.lang === "zh" ? "，" : ", "}${card.options_text}` : card.title;
    const acts = el(
      "div", { class: "card-acts" },
      card.sku && this.view.canBuy && this.#adding(card),
      card.sku && embedded && this.view.options.checkout && this.#buying(card),
      url && el("a", { class: "button", href: url, target: embedded ? "_blank" : null, rel: embedded ? "noopener" : null, "aria-label": `${this.view.t("view")} ${card.title}` }, this.view.t("view")),
    );
    const said = (card.buttons || []).map((button) => el("button", { type: "button", class: "quiet", "data-says": button.value, "aria-label": button.value, onclick: () => this.view.say(button) }, button.label));
    return el(
      "article", { class: card.sku ? "card card-offer" : "card", "aria-label": name },
      image && el("img", { src: image, alt: "", width: 88, height: 104, loading: "lazy" }),
      el(
        "div", { class: "card-words" },
        el("h3", {}, name),
        card.price_text && el("p", { class: "card-price" }, this.#price(card), was, until),
        card.reason ? el("p", { class: "card-reason" }, ...this.#cut(card.reason)) : card.stock_text && el("p", { class: "second" }, card.stock_text),
        card.sku && acts,
      ),
      !card.sku && url && acts,
      said.length > 0 && el("div", { class: "card-says" }, ...said),
    );
  }

  #price(card) {
    if (!card.price_key) return el("span", {}, card.price_text);
    const mark = this.#claim(card.price_key, el("span", { class: "claim-text" }, card.price_text));
    mark.dataset.drawn = "no";
    return mark;
  }

  // On somebody else's page: hands just this variant over to the shop's own checkout.
  #buying(card) {
    const { base, checkout, visitor } = this.view.options;
    const address = new URL(checkout, base);
    address.searchParams.set("sku", card.sku);
    address.searchParams.set("from", "widget");
    if (visitor) address.searchParams.set("visitor", visitor);
    return el("a", { class: "button button-shop", href: address.href, target: "_blank", rel: "noopener nofollow", "aria-label": `${this.view.t("buy")}: ${card.title}` }, this.view.t("buy"));
  }

  // Puts just this variant into the bag.
  #adding(card) {
    const button = el("button", { type: "button", class: "button button-shop", onclick: async () => {
      button.disabled = true;
      const held = await this.view.putIntoBag(card);
      button.textContent = this.view.t(held ? "inBag" : "notAdded");
      button.disabled = held;
    } }, this.view.t("addToBag"));
    return button;
  }
}
