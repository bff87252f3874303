// Talks to the shop: opens the conversation, sends questions, follows what happens. Knows nothing of the page.
import { readEvents } from "./stream.js";

const POLL_EVERY = 5000;
const BACKOFF = [1000, 2000, 4000, 8000, 15000, 30000];
const POLL_AFTER_FAILURES = 3;
// The shop gives a sign of life every fifteen seconds. A server that died without a word never ends its streams.
const QUIET = 40000;

export class Refused extends Error {
  constructor(status, message, remedy, wait) {
    super(message);
    this.status = status;
    this.remedy = remedy;
    this.wait = wait;
  }
}

export class Client {
  constructor(options, memory) {
    this.options = options;
    this.memory = memory;
    this.seen = 0;
    this.failures = 0;
    this.following = null;
  }

  get conversation() {
    return this.memory.get("id");
  }

  async settings() {
    const query = { lang: this.options.lang, visitor: this.memory.get("visitor") || "" };
    return (await this.#ask("/api/conversations/embed", { query })).json();
  }

  // The messages so far; null when there is no conversation of this browser (any more).
  async history() {
    if (!this.conversation) return null;
    try {
      const thread = await (await this.#ask(this.#path())).json();
      this.#notice(thread.messages);
      return thread;
    } catch (error) {
      if (![401, 403, 404].includes(error.status)) throw error;
      this.memory.forgetConversation();
      return null;
    }
  }

  async open() {
    if (this.conversation) return;
    const { lang, context, embedded } = this.options;
    const body = { lang, context, channel: embedded ? "widget" : "storefront", visitor: this.memory.get("visitor") || null };
    const opened = await (await this.#ask("/api/conversations", { body })).json();
    this.memory.set({ id: opened.conversation.id, token: opened.token });
    this.seen = opened.conversation.last_seq;
  }

  // One turn as events. The same clientKey never stores the question twice.
  async *ask(text, clientKey, files = [], again = true) {
    await this.open();
    const { lang, context, shop, embedded } = this.options;
    const body = {
      shop, lang, text, context, client_key: clientKey, conversation_id: this.conversation,
      channel: embedded ? "widget" : "storefront", files,
    };
    let response;
    try {
      response = await this.#ask("/api/assistant/messages", { body, accept: "text/event-stream" });
    } catch (error) {
      if (!again || ![401, 403, 404].includes(error.status)) throw error;
      const before = this.memory.get("token");
      this.memory.refresh();
      if (this.memory.get("token") === before) this.memory.forgetConversation();
      yield* this.ask(text, clientKey, files, false);
      return;
    }
    yield* readEvents(response);
  }

  async person() {
    await this.open();
    return (await this.#ask(`${this.#path()}/person`, { body: {} })).json();
  }

  // Where the customer is told of an answer that comes when they have left.
  async leaveAddress(email) {
    await this.open();
    await this.#ask(`${this.#path()}/address`, { body: { email } });
  }

  // Put a variant into the bag of the shop whose page this is.
  async putIntoBag(card) {
    const body = new URLSearchParams({ product_id: card.product_id, sku: card.sku, csrf_token: this.options.csrf() });
    const response = await fetch(`/${this.options.lang}/guide/bag`, { method: "POST", body, headers: { accept: "application/json" } }).catch(() => null);
    return response?.ok ? response.json() : null;
  }

  signal(name) {
    if (this.conversation) this.#ask(`${this.#path()}/${name}`, { body: {} }).catch(() => {});
  }

  // Follow the conversation until `stop`. A broken stream is taken up again after the last message seen.
  follow(listener) {
    if (this.following || !this.conversation) return;
    const control = new AbortController();
    this.following = control;
    this.#followOn(listener, control.signal);
  }

  stop() {
    this.following?.abort();
    this.following = null;
  }

  async #followOn(listener, signal) {
    while (!signal.aborted) {
      try {
        if (this.failures >= POLL_AFTER_FAILURES && this.failures % POLL_AFTER_FAILURES) await this.#poll(listener, signal);
        else await this.#stream(listener, signal);
      } catch (error) {
        if (signal.aborted) return;
        if ([401, 403, 404].includes(error.status)) return;
        this.failures += 1;
        listener({ kind: "connection", data: { lost: this.failures > 1 } });
      }
      const wait = BACKOFF[Math.min(this.failures, BACKOFF.length - 1)];
      await pause(this.failures ? wait * (0.75 + Math.random() / 2) : 300, signal);
    }
  }

  async #stream(listener, signal) {
    const headers = { "Last-Event-ID": String(this.seen) };
    const quiet = new AbortController();
    let timer = setTimeout(() => quiet.abort(), QUIET);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => quiet.abort(), QUIET);
    };
    const stop = () => quiet.abort();
    signal.addEventListener("abort", stop, { once: true });
    try {
      await this.#read(listener, await this.#ask(`${this.#path()}/events`, { accept: "text/event-stream", headers, signal: quiet.signal }), heard);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  async #read(listener, response, heard) {
    for await (const event of readEvents(response, heard)) {
      if (this.failures) listener({ kind: "connection", data: { lost: false } });
      this.failures = 0;
      if (event.id) {
        const seq = Number(event.id);
        if (seq <= this.seen) continue;
        this.seen = seq;
      }
      listener(event);
    }
  }

  async #poll(listener, signal) {
    const thread = await (await this.#ask(this.#path(), { query: { after: this.seen || "" }, signal })).json();
    for (const message of thread.messages.filter((message) => message.seq > this.seen)) {
      listener({ kind: message.kind === "status" ? "status" : "message", data: message });
    }
    this.#notice(thread.messages);
    listener({ kind: "state", data: { ...thread.conversation, duty: thread.duty } });
    this.failures += 1;
    await pause(POLL_EVERY, signal);
  }

  #notice(messages) {
    for (const message of messages) this.seen = Math.max(this.seen, message.seq);
  }

  #path() {
    return `/api/conversations/${encodeURIComponent(this.conversation)}`;
  }

  async #ask(path, { query = {}, body, accept = "application/json", headers = {}, signal } = {}) {
    const address = new URL(path, this.options.base);
    if (this.options.embedded) address.searchParams.set("shop", this.options.shop);
    for (const [name, value] of Object.entries(query)) if (value !== "") address.searchParams.set(name, value);
    const sent = { Accept: accept, ...headers };
    if (body) sent["Content-Type"] = "application/json";
    if (this.memory.get("token")) sent["X-Conversation-Token"] = this.memory.get("token");
    else if (body && this.options.csrf) sent["X-CSRF-Token"] = this.options.csrf();
    const response = await fetch(address, {
      method: body ? "POST" : "GET",
      headers: sent,
      body: body && JSON.stringify(body),
      credentials: this.options.embedded ? "omit" : "same-origin",
      mode: this.options.embedded ? "cors" : "same-origin",
      signal,
    });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    const error = problem.error || {};
    throw new Refused(response.status, error.message || "", error.remedy || "", Number(response.headers.get("Retry-After")));
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
