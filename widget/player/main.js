// <mercery-video src="/api/player/en/saddle-bag" cart="/en/videos/saddle-bag/bag" bag="/en/cart">: a video whose pieces can be
// touched. On other sites: <script src="https://shop/player.js" async></script> and src with the shop's whole address.
import { Card } from "./card.js";
import { el, icon } from "./dom.js";
import { Goods } from "./goods.js";
import { boxAt, pictureIn } from "./places.js";
import { STYLES } from "./styles.js";
import { clock, wordsFor } from "./words.js";

const KNOWN = /^mercery-video\/1(\.|$)/;

class MerceryVideo extends HTMLElement {
  connectedCallback() {
    if (this.player || !this.getAttribute("src")) return;
    this.player = new Player(this);
    this.player.load();
  }

  disconnectedCallback() {
    this.player?.stop();
    this.player = null;
  }
}

class Player {
  constructor(host) {
    this.host = host;
    this.address = new URL(host.getAttribute("src"), document.baseURI).href;
    this.foreign = new URL(this.address).origin !== location.origin;
    this.cart = this.foreign ? "" : host.getAttribute("cart") || "";
    this.bag = host.getAttribute("bag") || "";
    this.tags = new Map();
  }

  // Until everything is there, and when it cannot be had, what stands inside the element stays: a plain video.
  async load() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.data = await answer.json();
    } catch {
      this.host.dataset.state = "failed";
      return;
    }
    this.words = wordsFor(this.data.lang);
    if (!KNOWN.test(this.data.format)) this.data.tags = [];
    this.goods = new Goods(`${this.address}/goods`, () => this.#priced());
    this.card = new Card(this);
    this.#build();
    this.goods.take(this.data);
    this.host.dataset.state = "ready";
    this.host.dispatchEvent(new CustomEvent("mercery-video-ready", { bubbles: true }));
  }

  stop() {
    this.goods?.stop();
    this.size?.disconnect();
    cancelAnimationFrame(this.frame);
  }

  #film() {
    const asked = this.host.getAttribute("format");
    const wanted = asked || (matchMedia("(orientation: portrait)").matches ? "portrait" : "landscape");
    return this.data.films.find((one) => one.format === wanted) || this.data.films[0];
  }

  #build() {
    const { words, data } = this;
    this.film = this.#film();
    this.video = el("video", { src: this.film.url, poster: this.film.poster, playsinline: "", preload: "metadata", "aria-label": data.title });
    this.surface = el("button", { class: "surface", type: "button", "aria-label": words.play, on: { click: () => this.toggle() } });
    this.big = el("button", { class: "big", type: "button", tabindex: "-1", "aria-label": words.play, on: { click: () => this.toggle() } }, icon("play"));
    this.layer = el("div", { role: "group", "aria-label": words.pieces });
    this.said = el("p", { class: "said", hidden: "" });
    this.fault = el("p", { class: "failed", role: "alert", hidden: "" });
    this.stage = el("div", { class: "stage", lang: data.lang === "zh" ? "zh-CN" : "en", role: "region", "aria-label": data.title, on: { keydown: (event) => this.#key(event) } },
      this.video, this.surface, this.layer, this.said, this.big, this.#bar(), this.fault, this.card.element);
    this.stage.style.setProperty("--shape", `${this.film.width}/${this.film.height}`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    const root = this.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.stage);
    this.#listen();
  }

  #count() {
    const keys = [...new Set(this.data.tags.map((tag) => tag.good))];
    if (!keys.length) return null;
    const label = `${this.words.pieces} (${keys.length})`;
    const open = el("button", { class: "count", type: "button", "aria-label": label, title: label }, icon("pieces"), el("span", { text: String(keys.length) }));
    open.addEventListener("click", () => (this.video.pause(), this.card.show(keys, open, this.words.pieces)));
    return open;
  }

  #bar() {
    const { words, data } = this;
    const button = (name, label, act) => el("button", { type: "button", "aria-label": label, title: label, on: { click: act } }, icon(name));
    this.play = button("play", words.play, () => this.toggle());
    this.sound = button("sound", words.mute, () => { this.video.muted = !this.video.muted; });
    this.line = el("input", { type: "range", min: "0", max: String(data.seconds), step: "0.1", value: "0", "aria-label": words.position });
    this.line.addEventListener("input", () => { this.video.currentTime = Number(this.line.value); this.#move(); });
    const marks = el("div", { class: "marks", "aria-hidden": "true" });
    for (const tag of data.tags) {
      const mark = el("i");
      mark.style.insetInlineStart = `${(100 * tag.start) / data.seconds}%`;
      mark.style.width = `${(100 * (tag.end - tag.start)) / data.seconds}%`;
      marks.append(mark);
    }
    this.time = el("span", { class: "time" });
    this.captions = data.captions.length ? button("captions", words.captions, () => { this.captioned = !this.captioned; this.#move(); }) : null;
    this.captioned = false;
    const whole = this.stage?.requestFullscreen || document.fullscreenEnabled ? button("whole", words.whole, () => (document.fullscreenElement ? document.exitFullscreen() : this.stage.requestFullscreen())) : null;
    return el("div", { class: "bar" }, this.play, el("div", { class: "line" }, marks, this.line), this.time, this.#count(), this.captions, this.sound, whole);
  }

  #listen() {
    const { video } = this;
    for (const event of ["play", "pause", "ended", "volumechange"]) video.addEventListener(event, () => this.#state());
    for (const event of ["timeupdate", "seeked", "loadedmetadata"]) video.addEventListener(event, () => this.#move());
    video.addEventListener("error", () => { this.fault.textContent = this.words.failed; this.fault.hidden = false; });
    this.size = new ResizeObserver(() => this.#move());
    this.size.observe(this.stage);
    this.#state();
    this.#move();
  }

  toggle() {
    if (this.card.open) return this.card.close();
    return this.video.paused ? this.video.play().catch(() => {}) : this.video.pause();
  }

  #key(event) {
    if (event.target !== this.surface && event.target !== this.stage) return;
    const step = { ArrowRight: 2, ArrowLeft: -2 }[event.key];
    if (step) { this.video.currentTime = Math.min(this.data.seconds, Math.max(0, this.video.currentTime + step)); event.preventDefault(); }
    if (event.key === "m") this.video.muted = !this.video.muted;
    if (event.key === "c") this.captions?.click();
  }

  #state() {
    const { video, words } = this;
    const label = video.paused ? words.play : words.pause;
    for (const one of [this.play, this.surface]) one.setAttribute("aria-label", label);
    this.play.title = label;
    this.play.replaceChildren(icon(video.paused ? "play" : "pause"));
    this.sound.replaceChildren(icon(video.muted ? "mute" : "sound"));
    this.sound.setAttribute("aria-label", video.muted ? words.sound : words.mute);
    this.big.hidden = !video.paused || this.card.open;
    this.watchGoods();
    cancelAnimationFrame(this.frame);
    if (!video.paused) this.#follow();
  }

  #follow() {
    this.#move();
    this.frame = requestAnimationFrame(() => !this.video.paused && this.#follow());
  }

  // Tags, captions and the clock at this moment of the film.
  #move() {
    const { video, data } = this;
    const at = video.currentTime;
    if (this.line.ownerDocument.activeElement !== this.line) this.line.value = String(at);
    this.line.setAttribute("aria-valuetext", `${clock(at)} ${this.words.of} ${clock(data.seconds)}`);
    this.time.textContent = `${clock(at)} / ${clock(data.seconds)}`;
    this.captions?.setAttribute("aria-pressed", String(this.captioned));
    const track = data.captions.find((one) => one.lang === data.lang) || data.captions[0];
    const cue = this.captioned && track?.cues.find(([start, end]) => start <= at && at < end);
    this.said.hidden = !cue;
    if (cue) this.said.textContent = cue[2];
    const shown = data.tags.filter((tag) => tag.start <= at && at < tag.end && tag.keys[this.film.format]);
    const picture = pictureIn({ width: this.stage.clientWidth, height: this.stage.clientHeight }, this.film);
    for (const [id, element] of this.tags) if (!shown.some((tag) => tag.id === id)) { element.remove(); this.tags.delete(id); }
    for (const tag of shown) this.#place(this.tags.get(tag.id) || this.#tag(tag), boxAt(tag.keys[this.film.format], at), picture);
    this.watchGoods();
  }

  #tag(tag) {
    const element = el("button", { class: "tag", type: "button" }, el("span", { class: "chip" }, el("span", { text: tag.label }), el("b")));
    element.addEventListener("click", () => { this.video.pause(); this.card.show([tag.good], element, this.words.pieces); this.big.hidden = true; });
    this.tags.set(tag.id, element);
    this.layer.append(element);
    this.#price(tag, element);
    return element;
  }

  #place(element, [x, y, width, height], picture) {
    Object.assign(element.style, {
      left: `${picture.left + x * picture.width}px`, top: `${picture.top + y * picture.height}px`,
      width: `${width * picture.width}px`, height: `${height * picture.height}px`,
    });
  }

  #price(tag, element) {
    const good = this.goods.known[tag.good];
    const price = good && this.goods.fresh ? good.price : "";
    element.querySelector("b").textContent = price;
    element.setAttribute("aria-label", price ? `${tag.label}, ${price}` : tag.label);
  }

  #priced() {
    for (const [id, element] of this.tags) this.#price(this.data.tags.find((tag) => tag.id === id), element);
    this.card.fill();
  }

  watchGoods() {
    this.goods.watch(!document.hidden && (this.card.open || (this.tags.size > 0 && !this.video.paused)));
  }

  // Into the bag of this shop's own page; the page may hear of it and show how many lie there.
  async put(tag) {
    const token = document.querySelector('meta[name="csrf-token"]')?.content || "";
    const body = new URLSearchParams({ tag: tag.id, json: "true", csrf_token: token });
    const answer = await fetch(this.cart, { method: "POST", body, headers: { Accept: "application/json", "X-CSRF-Token": token } });
    if (!answer.ok) throw new Error(String(answer.status));
    const put = await answer.json();
    this.host.dispatchEvent(new CustomEvent("mercery-bag", { bubbles: true, detail: { count: put.count, text: put.text } }));
    return put;
  }
}

if (!customElements.get("mercery-video")) customElements.define("mercery-video", MerceryVideo);
