import { el, icon } from "./dom.js";

// What a touched tag shows, or every piece of the video: price and stock of this moment, into the bag, to its page.
export class Card {
  constructor(player) {
    this.player = player;
    this.element = el("section", { class: "card", role: "dialog", hidden: "" });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      event.stopPropagation();
    });
    this.keys = [];
    this.from = null;
  }

  get open() {
    return !this.element.hidden;
  }

  show(keys, from, title) {
    const { words } = this.player;
    this.keys = keys;
    this.from = from;
    this.rows = new Map();
    const close = el("button", { class: "close", type: "button", "aria-label": words.close, on: { click: () => this.close() } }, icon("close"));
    this.element.replaceChildren(el("h3", { text: title, tabindex: "-1" }), ...keys.map((key) => this.#row(key)), close);
    this.element.setAttribute("aria-label", title);
    this.element.hidden = false;
    this.fill();
    this.element.querySelector("h3").focus({ preventScroll: true });
    this.player.watchGoods();
  }

  close() {
    if (!this.open) return;
    this.element.hidden = true;
    this.from?.isConnected && this.from.focus({ preventScroll: true });
    this.player.watchGoods();
  }

  #row(key) {
    const { words, data } = this.player;
    const tag = data.tags.find((one) => one.good === key);
    const target = this.player.foreign ? { target: "_blank", rel: "noopener" } : {};
    const row = {
      name: el("a", { class: "name", href: tag.url, ...target }),
      options: el("span", { class: "options" }), price: el("span", {}), stock: el("span", { class: "stock" }),
      told: el("p", { class: "told", role: "status" }),
      buy: this.player.cart ? el("button", { class: "buy", type: "button", text: words.add, on: { click: () => this.#add(key, tag) } }) : null,
      checkout: this.player.foreign && data.checkout ? el("a", { class: "buy", hidden: true, text: words.checkout, ...target, rel: "noopener nofollow" }) : null,
      view: el("a", { href: tag.url, text: words.view, ...target }),
      picture: el("img", { alt: "", decoding: "async" }),
    };
    this.rows.set(key, row);
    return el("div", { class: "good" }, row.picture, el("div", {}, row.name, el("div", {}, row.options)), el("div", { class: "price" }, row.price),
      row.stock, el("div", { class: "acts" }, row.buy, row.checkout, row.view), row.told);
  }

  // Called whenever prices came in: only words change, so that nothing moves under a finger.
  fill() {
    if (!this.open) return;
    const { words, goods } = this.player;
    for (const [key, row] of this.rows) {
      const good = goods.known[key];
      const tag = this.player.data.tags.find((one) => one.good === key);
      row.name.textContent = good?.name || tag.label;
      row.view.setAttribute("aria-label", `${words.view}: ${row.name.textContent}`);
      row.options.textContent = good?.options || "";
      if (good?.picture && row.picture.src !== good.picture) row.picture.src = good.picture;
      row.picture.hidden = !good?.picture;
      const known = good && goods.fresh;
      row.price.replaceChildren(...(known && good.price ? this.#price(good) : []));
      row.stock.textContent = known ? good.stock : goods.lost ? words.lost : good ? words.checking : words.gone;
      if (row.buy) {
        row.buy.disabled = !known || !good.available || !good.sku;
        row.buy.hidden = Boolean(known && good.available && !good.sku);
        row.buy.setAttribute("aria-label", `${words.add}: ${row.name.textContent}`);
      }
      if (row.checkout) {
        row.checkout.hidden = !known || !good.available || !good.sku;
        row.checkout.setAttribute("aria-label", `${words.checkout}: ${row.name.textContent}`);
        if (good?.sku) row.checkout.href = this.#toCheckout(good.sku);
      }
    }
  }

  // The shop's own checkout, with just this piece.
  #toCheckout(sku) {
    const address = new URL(this.player.data.checkout);
    address.searchParams.set("shop", this.player.data.shop);
    address.searchParams.set("sku", sku);
    address.searchParams.set("from", "video");
    return address.href;
  }

  #price(good) {
    return [
      document.createTextNode(good.price),
      good.was ? el("s", { text: good.was }) : null,
      good.until ? el("span", { class: "until", text: good.until }) : null,
    ].filter(Boolean);
  }

  async #add(key, tag) {
    const row = this.rows.get(key);
    row.buy.disabled = true;
    try {
      const put = await this.player.put(tag);
      row.told.dataset.tone = put.tone;
      row.told.replaceChildren(document.createTextNode(`${put.text} `), put.added ? el("a", { href: this.player.bag, text: this.player.words.bag }) : "");
    } catch {
      row.told.dataset.tone = "stopped";
      row.told.textContent = this.player.words.lost;
    }
    this.fill();
  }
}
