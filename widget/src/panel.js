// The panel: its frame, the thread in it and what the customer can do. One instance per page.
import { Answer } from "./answer.js";
import { Client, Refused } from "./client.js";
import { el, icon, still } from "./dom.js";
import { Files, fileNames } from "./files.js";
import { sheet } from "./styles.js";
import { shortName, wordsFor } from "./words.js";
import { Queue } from "./queue.js";
import { reachForm } from "./reach.js";

const LIMIT = 4000;
const TYPING_EVERY = 4000;

export class Panel {
  constructor(mount, options, memory) {
    Object.assign(this, { mount, options, memory, lang: options.lang, t: wordsFor(options.lang) });
    this.client = new Client(options, memory);
    this.shown = new Map();
    this.held = [];
    this.asked = new Set();
    this.status = "assistant";
    this.assigned = "";
    this.duty = [];
    this.unread = 0;
    this.turn = null;
    this.queue = new Queue(this);
    this.#build();
    addEventListener("pagehide", () => {
      this.client.stop();
      this.queue.keep();
    });
    addEventListener("pageshow", (event) => event.persisted && this.#follow());
    addEventListener("online", () => this.#say());
  }

  // -- opening and closing

  async open({ question = "", from = null } = {}) {
    this.from = from || this.root.activeElement || document.activeElement;
    this.panel.hidden = false;
    this.mount.hidden = false;
    this.launcher && (this.launcher.hidden = true);
    this.#grow();
    this.unread = 0;
    this.memory.set({ open: true });
    // On a phone the sheet leaves room above it for the piece that is spoken of.
    if (!this.options.embedded && this.options.context.product_id && !this.isBeside) scrollTo({ top: 0 });
    this.input.focus({ preventScroll: true });
    await this.#load();
    this.client.signal("read");
    if (question) this.#send(question);
  }

  close() {
    this.#closeSource();
    this.panel.hidden = true;
    if (!this.options.embedded) this.mount.hidden = true;
    this.memory.set({ open: false });
    if (this.launcher) {
      this.launcher.hidden = false;
      this.launcher.focus();
    } else this.from?.focus?.({ preventScroll: true });
  }

  get isBeside() {
    return matchMedia("(min-width: 1000px)").matches;
  }

  // The signed name of this browser, for telling the shop's system who placed an order.
  get visitor() {
    return this.memory.get("visitor");
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  // Takes up an earlier conversation in the background, so that a person's answer is noticed.
  async wake() {
    if (!this.memory.get("id")) return;
    await this.#load();
    if (this.memory.get("open") && this.isBeside && !this.options.embedded) await this.open();
  }

  // -- what the view offers to answers

  announce(text) {
    this.live.append(el("p", {}, text));
    while (this.live.children.length > 6) this.live.firstChild.remove();
  }

  keepInSight() {
    // The newest words stay in sight; an answer longer than the panel is read from its question on.
    const { thread } = this;
    if (!this.atEnd) return;
    const first = this.question?.isConnected ? this.question.offsetTop - thread.offsetTop - 16 : Infinity;
    thread.scrollTop = Math.min(first, thread.scrollHeight);
  }

  openSource(item, mark) {
    this.sourceFrom = mark;
    const until = item.until ? this.t("until", { date: item.until }) : this.t(item.state);
    this.source.replaceChildren(
      el("header", {}, el("h3", {}, this.t("source")), this.#iconButton("close", this.t("close"), () => this.#closeSource())),
      el("p", { class: "claimed" }, item.label),
      el("p", { class: "second" }, item.source),
      el("p", { class: "third" }, until),
      item.detail && el("p", { class: "detail" }, item.detail),
    );
    this.source.hidden = false;
    this.source.querySelector("button").focus();
  }

  // Whether a card can put a piece into this shop's bag: on the shop's own pages.
  get canBuy() {
    return !this.options.embedded;
  }

  // What a button on a card says, as the customer's words.
  say(button) {
    this.#send(button.value || button.label);
  }

  // Words that were not sent after all, before what is typed meanwhile.
  giveBack(text, files) {
    this.files.giveBack(files);
    this.input.value = [text, this.input.value].filter(Boolean).join("\n");
    this.memory.set({ draft: this.input.value });
    this.#grow();
    this.input.focus();
  }

  async putIntoBag(card) {
    const held = await this.client.putIntoBag(card);
    this.announce(held?.message || this.t("notAdded"));
    if (!held?.added) this.#say(held?.message || "");
    const count = document.getElementById("bag-count");
    if (count && held?.count) count.replaceChildren(el("span", { class: "wide-only" }, this.lang === "zh" ? "，" : ",\u00a0"), String(held.count));
    return Boolean(held?.added);
  }

  #closeSource() {
    if (this.source.hidden) return false;
    this.source.hidden = true;
    this.sourceFrom?.focus();
    return true;
  }

  // -- building

  #build() {
    const { t, options } = this;
    this.root = this.mount.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheet()];
    this.about = el("p", {});
    this.thread = el("div", { class: "thread", tabindex: "-1" });
    this.atEnd = true;
    this.thread.addEventListener("scroll", () => {
      this.atEnd = this.thread.scrollTop + this.thread.clientHeight >= this.thread.scrollHeight - 40;
    }, { passive: true });
    this.live = el("div", { class: "hide", "aria-live": "polite", role: "log" });
    this.wishes = el("div", { class: "wishes", hidden: true });
    this.replies = el("div", { class: "replies" });
    this.input = el("textarea", { rows: 1, "aria-label": t("asking"), enterkeyhint: "send", autocomplete: "off" });
    this.sendButton = this.#iconButton("send", t("send"), () => this.#sendDraft());
    this.line = el("p", { class: "line" });
    this.files = new Files(t, { onChange: () => this.#grow(), onProblem: (problem) => this.#say(problem) });
    this.source = el("section", { class: "source", hidden: true, role: "dialog", "aria-label": t("source") });
    this.title = el("h2", {}, options.assistantName);
    this.panel = el(
      "section", { class: "panel", hidden: true, role: "dialog", "aria-label": `${options.assistantName}, ${t("ai")}` },
      el(
        "header", { class: "head" },
        options.picture && el("img", { class: "head-picture", src: options.picture, alt: "" }),
        el("div", { class: "head-words" }, this.title, this.about),
        this.#iconButton("close", t("close"), () => this.close()),
      ),
      this.thread, this.live,
      el("div", { class: "foot" }, this.wishes, this.replies, this.files.list, el("div", { class: "composer" }, this.input, this.files.field, this.files.button, this.sendButton), this.line),
      this.source,
    );
    const lang = this.lang === "zh" ? "zh-CN" : "en";
    this.frame = el("div", { class: "m", lang, "data-embedded": options.embedded }, this.panel);
    if (options.embedded) this.#buildLauncher();
    this.frame.style.setProperty("--colour", options.colour || "#6A1C28");
    this.root.append(this.frame);
    this.#listen();
    this.input.value = this.memory.get("draft") || "";
    this.#grow();
    this.#say();
  }

  #buildLauncher() {
    this.badge = el("span", { class: "badge", hidden: true });
    this.launcher = el("button", { type: "button", class: "launcher", onclick: () => this.open({ from: this.launcher }) }, el("i", { "aria-hidden": "true" }), this.t("open"), this.badge);
    this.frame.prepend(this.launcher);
  }

  #iconButton(name, label, onclick) {
    return el("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick }, icon(name));
  }

  #listen() {
    this.input.addEventListener("input", () => {
      this.memory.set({ draft: this.input.value });
      this.#grow();
      if (["waiting", "person"].includes(this.status) && Date.now() - (this.signalled || 0) > TYPING_EVERY) {
        this.signalled = Date.now();
        this.client.signal("typing");
      }
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#sendDraft();
      }
    });
    this.panel.addEventListener("keydown", (event) => {
      // The page's own shortcuts must not hear what is typed here.
      event.stopPropagation();
      if (event.key === "Escape" && !event.isComposing && !this.#closeSource()) this.close();
      if (event.key === "Tab") this.#keepFocus(event);
    });
  }

  // On a phone the sheet keeps the focus; beside a page the reader may leave it.
  #keepFocus(event) {
    if (this.isBeside) return;
    const place = this.source.hidden ? this.panel : this.source;
    const stops = [...place.querySelectorAll("button, a[href], textarea, [tabindex='0']")].filter((one) => !one.disabled && one.offsetParent !== null && (place === this.source || !this.source.contains(one)));
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (this.root.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  #grow() {
    const over = Array.from(this.input.value).length - LIMIT;
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(132, this.input.scrollHeight)}px`;
    this.sendButton.disabled = !(this.input.value.trim() || this.files?.any) || over > 0;
    this.#say(over > 0 ? this.t("tooLong", { n: over }) : "");
  }

  // -- the thread

  async #load() {
    if (this.loaded) return;
    this.loaded = true;
    try {
      const face = await this.client.settings();
      this.memory.set({ visitor: face.visitor });
      this.duty = face.duty;
      this.mails = face.mails;
      // With nobody at the desk, the shop's own hours say when somebody is back.
      this.hours = face.hours;
      const thread = await this.client.history();
      if (thread) {
        for (const message of thread.messages) this.#show(message, true);
        this.#become(thread.conversation.status, thread.conversation.assigned_name);
        this.unread = this.isOpen ? 0 : thread.conversation.unread;
        this.#follow();
      }
    } catch {
      this.loaded = false;
    }
    if (!this.thread.children.length) this.thread.append(el("p", { class: "greeting" }, this.t("greeting")));
    this.#offer();
    this.#say();
    this.#toEnd();
  }

  #follow() {
    this.client.follow((event) => this.#hear(event));
  }

  #hear(event) {
    const { kind, data } = event;
    if (kind === "state") {
      this.duty = data.duty;
      this.#become(data.status, data.assigned_name);
    } else if (kind === "typing") this.#typing(data.name);
    else if (kind === "connection") this.#say(data.lost ? this.t("reconnecting") : "");
    else if (this.turn && !(this.turn.id && data.reply_to !== this.turn.id && data.id !== this.turn.id)) this.held.push(data);
    else this.#show(data);
  }

  // Show a stored message once.
  #show(message, old = false) {
    if (this.shown.has(message.id)) return;
    this.shown.set(message.id, message);
    this.thread.querySelector(".greeting")?.remove();
    if (message.kind === "status") {
      this.#become(message.status, message.status === "person" ? message.author_name : "");
      if (message.text) this.#put(el("p", { class: `event event-${message.status}` }, message.text));
      if (message.status === "waiting" && this.mails) this.#put((this.reach ??= reachForm(this)));
    } else if (message.author === "customer") this.asked.add(message.text) && this.#put(el("p", { class: "bubble" }, message.text, fileNames((message.files || []).map((one) => one.name), this.t)));
    else if (message.author === "staff") this.#put(this.#fromPerson(message));
    else this.#put(Answer.of(message, this).element);
    if (message.author !== "customer") this.#noteOf(message);
    if (!this.turn) this.question = null;
    if (!old) this.#arrived(message);
    this.#offer();
    this.#toEnd();
  }

  #arrived(message) {
    if (message.author === "customer") return;
    this.announce(message.author_name ? `${message.author_name}: ${message.text}` : message.text);
    this.typingTimer && this.#typing("", 0);
    if (this.isOpen) this.client.signal("read");
    else if (message.kind === "message") this.unread += 1;
    this.#say();
  }

  #fromPerson(message) {
    const time = new Intl.DateTimeFormat(this.lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(message.created_at));
    const comma = this.lang === "zh" ? "，" : ", ";
    return el("div", { class: "staff" }, el("p", { class: "by" }, message.author_name + comma + time), el("p", { class: "said" }, message.text));
  }

  #toEnd() {
    this.atEnd = true;
    this.keepInSight();
  }

  #become(status, name) {
    this.status = status;
    this.meanwhile &&= status === "waiting";
    this.assigned = name;
    if (this.reach) this.reach.hidden = status !== "waiting";
    this.#say();
    this.#offer();
  }

  #typing(name, ms = 6000) {
    clearTimeout(this.typingTimer);
    this.someoneTypes = ms ? this.t("typing", { name: name ? shortName(name) : this.t("someone") }) : "";
    this.typingTimer = ms && setTimeout(() => this.#typing("", 0), ms);
    this.#say();
  }

  // The lines that say who is there; `problem` stands in the place of the lower one.
  #say(problem = "") {
    const { t, duty } = this;
    this.about.textContent = this.status === "assistant" ? t("ai") : t(this.status, { name: this.assigned || t("someone") });
    const who = duty.length > 1 ? t("dutyMany", { name: shortName(duty[0]), n: this.lang === "zh" ? duty.length : duty.length - 1 }) : duty.length ? t("dutyOne", { name: shortName(duty[0]) }) : this.hours?.words || t("dutyNone");
    const silent = this.status === "person" || (this.status === "waiting" && duty.length);
    this.line.textContent = problem || this.someoneTypes || (silent ? "" : who);
    this.line.dataset.tone = problem ? "stop" : "";
    const piece = this.options.context.product_id;
    const toWhom = this.status === "person" ? t("toPerson", { name: shortName(this.assigned) }) : this.status === "waiting" ? t("toPerson", { name: t("aPerson") }) : t(piece ? "askingPiece" : "asking");
    this.input.placeholder = toWhom;
    this.input.setAttribute("aria-label", toWhom);
    if (this.badge) {
      this.badge.hidden = !this.unread;
      this.badge.textContent = this.unread;
    }
  }

  // What an answer leaves behind: its quick replies, and what is understood so far.
  #noteOf(message) {
    this.lastButtons = message.buttons;
    if (message.wishes?.length || message.cards?.some((card) => card.sku)) this.lastWishes = message.wishes;
  }

  // What the guide understands so far; pressing one takes it away, as the customer's own words.
  #showWishes() {
    const wishes = ["waiting", "person"].includes(this.status) ? [] : this.lastWishes || [];
    this.wishes.hidden = !wishes.length;
    const chip = (wish) => el("button", { type: "button", class: "wish", "aria-label": wish.value, onclick: () => this.say(wish) }, wish.label, icon("close"));
    const room = this.canBuy && el("a", { class: "room", href: `/${this.lang}/guide` }, this.t("moreRoom"));
    this.wishes.replaceChildren(el("span", { class: "third" }, this.t("understood")), ...wishes.map(chip), ...(room ? [room] : []));
  }

  // Quick replies: the answer's own, else how to begin; one of them always a person. While one is waited for, whether to go on
  // with the assistant, and then its own again.
  #offer() {
    this.#showWishes();
    const waits = this.status === "waiting";
    if (this.turn || this.status === "person" || (waits && !this.meanwhile)) {
      const offered = waits && !this.turn;
      this.replies.replaceChildren(...(offered ? [this.#reply({ kind: "reply", label: this.t("goOn") })] : []));
      this.replies.hidden = !offered;
      return;
    }
    const fresh = !this.shown.size;
    const own = fresh ? [] : this.lastButtons || [];
    const begin = [...(this.options.context.product_id ? ["startMaterial"] : []), "startDelivery", "startReturns"].map((key) => ({ kind: "reply", label: this.t(key) }));
    // Where the answer brings no replies of its own, questions that have not been asked yet lead on.
    const onward = [...(this.options.suggestions || begin)].filter((one) => !this.asked.has(one.label)).slice(0, fresh ? 3 : 2);
    const guided = this.lastWishes?.length > 0;
    const buttons = guided || own.some((button) => button.kind !== "person") ? [...own] : [...onward, ...own];
    const person = this.duty.length ? this.t("talkTo", { name: shortName(this.duty[0]) }) : this.t("talkToPerson");
    if (!buttons.some((button) => button.kind === "person")) buttons.push({ kind: "person", label: person });
    // Who waits has called a person already.
    const told = waits ? buttons.filter((button) => button.kind !== "person") : buttons;
    this.replies.hidden = !told.length;
    this.replies.replaceChildren(...told.slice(0, 8).map((button) => this.#reply(button)));
  }

  #reply(button) {
    if (button.kind === "link") return el("a", { class: "button", href: new URL(button.value, this.options.base).href }, button.label);
    const act = button.kind === "person" ? () => this.#person() : () => this.#send(button.value || button.label);
    return el("button", { type: "button", class: "button", onclick: act }, button.label);
  }

  // -- acting

  async #person() {
    this.replies.replaceChildren();
    this.input.focus();
    try {
      const now = await this.client.person();
      this.#become(now.status, now.assigned_name);
      this.#follow();
    } catch {
      this.#offer();
      this.#say(this.t("noPerson"));
    }
  }

  #sendDraft() {
    if (this.sendButton.disabled) return;
    if (this.turn && this.#noRoom()) return;
    const text = this.input.value.trim() || this.t("readFile");
    const files = this.files.take();
    this.input.value = "";
    this.memory.set({ draft: "" });
    this.#grow();
    this.#send(text, files);
  }

  // While an answer is being told, words wait for its end, in sight; only then they are sent.
  #send(text, files = []) {
    if (this.turn && this.#noRoom()) return;
    const bubble = el("p", { class: "bubble", "data-pending": true }, text, fileNames(files.map((one) => one.name), this.t));
    this.thread.querySelector(".greeting")?.remove();
    const key = crypto.randomUUID?.() || String(Math.random()).slice(2) + Date.now();
    if (this.turn) this.queue.add({ text, files, bubble, key });
    else this.#ask({ text, files, bubble, key });
  }

  // Whether as much waits as may; says so.
  #noRoom() {
    if (!this.queue.full) return false;
    this.#say(this.t("queuedMany", { n: this.queue.length }));
    this.announce(this.line.textContent);
    return true;
  }

  #ask({ text, files, bubble, key }) {
    this.asked.add(text);
    this.#put(bubble);
    this.question = bubble;
    this.#take(text, key, bubble, files);
  }

  // At the end of the thread, before what waits there to be sent.
  #put(element) {
    this.thread.insertBefore(element, this.queue.first);
  }

  async #take(text, key, bubble, files) {
    const answer = new Answer(this);
    this.turn = { id: null };
    this.#offer();
    this.meanwhile = this.status === "waiting" && (this.meanwhile || text === this.t("goOn"));
    const silent = ["waiting", "person"].includes(this.status) && !this.meanwhile;
    if (!silent) {
      answer.hold(true);
      this.#put(answer.element);
    }
    this.#toEnd();
    let whole = false;
    try {
      for await (const event of this.client.ask(text, key, files)) whole = this.#step(event, answer, bubble) || whole;
      if (!whole) throw new Error("cut");
      answer.end();
      await answer.finished;
    } catch (error) {
      this.#failed(error, text, key, bubble, answer, files);
    }
    this.turn = null;
    const waiting = this.held.splice(0);
    waiting.forEach((message) => this.#show(message));
    this.#follow();
    this.#offer();
    this.keepInSight();
    const next = this.queue.next();
    if (next) this.#ask(next);
  }

  // One event of a turn; true for the last.
  #step({ kind, data }, answer, bubble) {
    if (kind === "turn") {
      this.turn.id = data.message_id;
      this.shown.set(data.message_id, data);
      bubble.removeAttribute("data-pending");
      if (data.token) this.memory.set({ id: data.conversation_id, token: data.token });
      this.#follow();
    } else if (kind === "sentence") {
      // Told by typed words: the customer waits for a person and has the assistant go on.
      if (!answer.element.isConnected) {
        this.meanwhile = this.status === "waiting";
        this.#put(answer.element);
      }
      answer.addSentence(data);
    } else if (kind === "evidence") answer.addEvidence(data);
    else if (kind === "checking") answer.hold(data.text);
    else if (kind === "cards") answer.addCards(data.cards);
    else if (kind === "buttons") this.lastButtons = data.buttons;
    else if (kind === "status") this.#become(data.status, data.assigned_name || "");
    else if (kind === "error") throw new Refused(500, data.message, data.remedy);
    else if (kind === "done") {
      if (data.message) {
        this.shown.set(data.message.id, data.message);
        this.#noteOf(data.message);
        answer.addTable(data.message.table);
        this.keepInSight();
        if (!answer.element.isConnected) this.#put(answer.element);
        if (!answer.sentences && !answer.queue.length && !answer.typing) this.#whole(data.message, answer);
      // Nothing was kept: a person took the conversation meanwhile, and has the word.
      } else answer.element.remove();
      return true;
    }
    return false;
  }

  // The turn was answered before (it was sent again): the stored answer comes at once.
  #whole(message, answer) {
    this.announce(message.text);
    answer.element.replaceWith(Answer.of(message, this).element);
  }

  #failed(error, text, key, bubble, answer, files) {
    answer.end();
    const stored = !bubble.hasAttribute("data-pending");
    if (!answer.sentences) answer.element.remove();
    const reason = !navigator.onLine ? this.t("offline") : error.status === 429 ? this.t("busy", { n: error.wait || 10 }) : stored ? this.t("cut") : error.status === 422 || error.status === 413 ? error.message : this.t("notSent");
    const again = el("button", { type: "button", class: "quiet", onclick: () => {
      note.remove();
      answer.element.remove();
      if (this.turn) this.queue.add({ text, files, bubble, key });
      else this.#take(text, key, bubble, files);
    } }, this.t("retry"));
    const note = el("div", { class: "failed", role: "alert" }, el("span", {}, reason), again);
    bubble.after(note);
    if (answer.sentences) answer.element.after(note);
    if (!still()) note.scrollIntoView({ block: "nearest" });
  }
}
