// What changes on the page while a show runs: told by one open connection, asked for every few seconds where there is none.
const ASK_EVERY = 4000;
const BEAT_EVERY = 8000;

export class Room {
  constructor(root) {
    this.root = root;
    this.parts = new Map([...root.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
    this.takers = {};
    this.checked = Date.now();
  }

  on(name, taker) {
    this.takers[name] = taker;
  }

  start() {
    this.listen();
    this.beat();
    setInterval(() => this.beat(), BEAT_EVERY);
    setInterval(() => this.tick(), 1000);
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && this.beat());
  }

  listen() {
    const source = new EventSource(this.root.dataset.events);
    source.addEventListener("room", (event) => {
      clearInterval(this.asking);
      this.asking = null;
      this.take(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      this.asking ??= setInterval(() => this.ask(), ASK_EVERY);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), ASK_EVERY * 2);
    });
  }

  async ask() {
    try {
      const answer = await fetch(this.root.dataset.now, { headers: { Accept: "application/json" } });
      if (answer.ok) this.take(await answer.json());
    } catch {
      // The next time.
    }
  }

  take(parts) {
    this.checked = Date.now();
    for (const [name, part] of Object.entries(parts)) {
      const place = this.parts.get(name);
      if (place) this.swap(place, part);
      this.takers[name]?.(part);
    }
    this.tick();
  }

  // In place, without taking the reader's choice, focus or place in the list away.
  swap(place, markup) {
    const list = place.querySelector(".live-comments-list");
    const atEnd = list ? list.scrollHeight - list.scrollTop - list.clientHeight < 60 : true;
    if (list) this.atEnd = atEnd;
    const top = list?.scrollTop;
    const row = place.querySelector(".live-shelf-list")?.scrollLeft;
    const chosen = new Map([...place.querySelectorAll("select")].map((one) => [one.id, one.value]));
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    const path = focused && { id: focused.id, piece: focused.closest("[data-piece]")?.dataset.piece, tag: focused.tagName };
    place.innerHTML = markup;
    place.querySelectorAll("select").forEach((one) => {
      const value = chosen.get(one.id);
      if (value && [...one.options].some((option) => option.value === value)) one.value = value;
    });
    if (path) {
      const again = (path.id && document.getElementById(path.id)) || (path.piece && place.querySelector(`[data-piece="${CSS.escape(path.piece)}"] ${path.tag.toLowerCase()}`));
      again?.focus?.({ preventScroll: true });
    }
    const fresh = place.querySelector(".live-comments-list");
    if (fresh) fresh.scrollTop = atEnd ? fresh.scrollHeight : top;
    const shelf = place.querySelector(".live-shelf-list");
    if (shelf && row) shelf.scrollLeft = row;
  }

  // The latest comment is in sight, unless the reader went back to earlier ones.
  toEnd() {
    const list = this.root.querySelector(".live-comments-list");
    if (list && this.atEnd !== false) list.scrollTop = list.scrollHeight;
  }

  // How long ago prices and stock were looked at, and how long a price still holds.
  tick() {
    const zh = document.documentElement.lang.startsWith("zh");
    const seconds = Math.round((Date.now() - this.checked) / 1000);
    const ago = seconds < 2 ? (zh ? "刚刚核对" : "just now") : zh ? `${seconds} 秒前核对` : `${seconds} s ago`;
    this.root.querySelectorAll("[data-checked]").forEach((one) => { one.textContent = ago; });
    this.root.querySelectorAll("[data-ends]").forEach((one) => {
      const left = Math.max(0, Math.round((Date.parse(one.dateTime) - Date.now()) / 1000));
      const hours = Math.floor(left / 3600);
      const rest = `${String(Math.floor((left % 3600) / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
      one.textContent = hours ? `${hours}:${rest}` : rest;
      if (left === 0 && !this.asked) {
        this.asked = true;
        setTimeout(() => { this.asked = false; this.ask(); }, 1200);
      }
    });
  }

  form(values = {}) {
    const form = new FormData();
    form.set("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
    Object.entries(values).forEach(([name, value]) => form.set(name, value));
    return form;
  }

  beat() {
    if (document.visibilityState === "hidden" && !this.heard?.()) return;
    fetch(this.root.dataset.watching, { method: "POST", body: this.form(), keepalive: true }).catch(() => {});
  }

  leave() {
    navigator.sendBeacon?.(this.root.dataset.watching, this.form({ leaving: "true" }));
  }
}
