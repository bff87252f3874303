// One script for two places: the shop's own pages (they hold an element with data-mercery) and pages of other sites
// (<script src="https://shop/widget.js" data-shop="aurelle" data-lang="zh" async></script>).
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";

const script = document.currentScript;

function contextOf(data) {
  const context = { page: location.pathname };
  if (data.product) context.product_id = data.product;
  if (data.variant) context.variant_sku = data.variant;
  return context;
}

function langOf(value) {
  return (value || document.documentElement.lang || navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

function parsed(json) {
  try {
    const list = JSON.parse(json);
    return Array.isArray(list) && list.length ? list.map((label) => ({ kind: "reply", label: String(label) })) : null;
  } catch {
    return null;
  }
}

// On the shop's own pages everything with data-mercery-ask opens the panel; without script it is a plain link or form.
function listenToAskFields(panel) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-mercery-ask]");
    if (!form) return;
    event.preventDefault();
    const field = form.querySelector("input:not([type=hidden]), textarea");
    const question = (field?.value || form.dataset.merceryAsk || "").trim();
    if (field) field.value = "";
    panel.open({ question, from: field });
  });
  document.addEventListener("click", (event) => {
    const asked = event.target.closest?.("[data-mercery-ask]");
    if (!asked || asked.matches("form") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    panel.open({ question: asked.dataset.merceryAsk.trim(), from: asked });
  });
}

function onShopPage(place) {
  const data = place.dataset;
  const mount = document.createElement("div");
  place.append(mount);
  const options = {
    embedded: false, base: location.origin, shop: data.shop, lang: langOf(data.lang), context: contextOf(data),
    assistantName: data.assistant, colour: data.colour, picture: data.picture, suggestions: parsed(data.suggestions),
    csrf: () => document.querySelector('meta[name="csrf-token"]')?.content || "",
  };
  mount.classList.add("mercery-mount");
  const panel = new Panel(mountIn(place, mount), options, new Memory(data.shop));
  listenToAskFields(panel);
  panel.wake();
  return panel;
}

// The page lays out `place`; showing and hiding it makes room or gives it back.
function mountIn(place, mount) {
  Object.defineProperty(mount, "hidden", {
    get: () => place.hidden,
    set: (value) => { place.hidden = value; },
  });
  return mount;
}

// The console's link to the page ends with a key by which the shop makes whoever follows it a new visitor of the staff: in no
// hold-out, and not counted. A visitor's own name is never taken from an address, where anybody could choose it.
function staffKey() {
  const found = /^#mercery=([\w.-]+)$/.exec(location.hash);
  if (found) history.replaceState(history.state, "", location.pathname + location.search);
  return found ? found[1] : "";
}

async function onOtherPage() {
  const data = script.dataset;
  const base = new URL(script.src).origin;
  const lang = langOf(data.lang);
  const memory = new Memory(data.shop || base);
  if (data.visitor && !memory.get("id")) memory.set({ visitor: data.visitor });
  const address = new URL("/api/conversations/embed", base);
  address.searchParams.set("lang", lang);
  if (data.shop) address.searchParams.set("shop", data.shop);
  if (memory.get("visitor")) address.searchParams.set("visitor", memory.get("visitor"));
  const staff = staffKey();
  if (staff) address.searchParams.set("staff", staff);
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) {
    const { error } = await response.json().catch(() => ({}));
    throw new Error(error ? `${error.message} ${error.remedy || ""}` : `The shop answered ${response.status}.`);
  }
  const face = await response.json();
  memory.set({ visitor: face.visitor });
  // Of the hold-out: no assistant, but the page can still say who placed an order.
  if (!face.enabled) return { visitor: face.visitor };
  const mount = document.createElement("mercery-assistant");
  document.body.append(mount);
  const options = {
    embedded: true, base, shop: face.shop, lang, context: { ...contextOf(data), page: location.origin + location.pathname },
    assistantName: face.assistant_name, colour: face.colour, suggestions: parsed(data.suggestions), checkout: face.checkout || "", visitor: face.visitor,
  };
  const panel = new Panel(mount, options, memory);
  document.addEventListener("click", (event) => {
    const asked = event.target.closest?.("[data-mercery-ask]");
    if (asked) panel.open({ question: asked.dataset.merceryAsk.trim(), from: asked });
  });
  panel.wake();
  return panel;
}

function start() {
  const place = document.querySelector("[data-mercery]");
  if (place) window.mercery = onShopPage(place);
  else if (script?.src) {
    onOtherPage().then((panel) => { window.mercery = panel; }, (error) => console.warn(`Mercery: ${error.message}`));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
