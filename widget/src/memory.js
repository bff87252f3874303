// What this browser remembers. Before the first question only for this tab; afterwards (the customer has begun a
// conversation and wants to find it again) in localStorage. A browser that refuses storage still works for this page.
export class Memory {
  constructor(shop) {
    this.key = `mercery:${shop}`;
    this.values = { ...this.#read(sessionStorageOf()), ...this.#read(localStorageOf()) };
  }

  get(name) {
    return this.values[name];
  }

  set(changes) {
    this.values = { ...this.values, ...changes };
    const { draft, open, ...lasting } = this.values;
    this.#write(sessionStorageOf(), this.values.id ? { draft, open } : this.values);
    if (this.values.id) this.#write(localStorageOf(), lasting);
  }

  // Another tab may have got a newer token for the same conversation.
  refresh() {
    this.values = { ...this.values, ...this.#read(localStorageOf()) };
  }

  forgetConversation() {
    const { id, token, ...rest } = this.values;
    this.values = rest;
    this.#write(localStorageOf(), { visitor: rest.visitor });
    this.#write(sessionStorageOf(), rest);
  }

  #read(storage) {
    try {
      return JSON.parse(storage?.getItem(this.key) || "{}");
    } catch {
      return {};
    }
  }

  #write(storage, values) {
    try {
      storage?.setItem(this.key, JSON.stringify(values));
    } catch {
      // Full or forbidden: the conversation then ends with the page.
    }
  }
}

function localStorageOf() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function sessionStorageOf() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
