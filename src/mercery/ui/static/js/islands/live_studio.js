// Keeps the studio fresh: hears notices, fetches the page's parts, and leaves what is being written alone. Acts are done in
// place. Everything works by plain links and forms without this.
import { startProgramme } from "../live/programme.js";
import { showToast } from "../toasts.js";

const place = document.querySelector("[data-air]");
const base = place.dataset.air;
const QUIET = 900;
const lang = new URLSearchParams(location.search).get("lang");

function address(rest) {
  const query = new URLSearchParams({ parts: "1" });
  if (lang) query.set("lang", lang);
  return `${base}${rest}?${query}`;
}

function touched(field) {
  return field.value !== field.defaultValue;
}

// A part is replaced whole; what is being written in it, what is open in it and where it is scrolled to survive.
function swap(before, after) {
  if (before.innerHTML === after.innerHTML) return;
  if ("revealed" in before.dataset && !after.dataset.clear) return;
  delete before.dataset.revealed;
  if ("keeps" in before.dataset && !after.innerHTML.trim() && !after.dataset.clear) return;
  const scrolled = [...before.querySelectorAll("[tabindex]")].map((one) => one.scrollTop);
  const open = [...before.querySelectorAll("details[open][id]")].map((one) => one.id);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const fields = [...before.querySelectorAll("input[id], textarea[id]")].filter((one) => touched(one) || one === focused)
    .map((one) => ({ id: one.id, value: one.value, start: one.selectionStart, end: one.selectionEnd, here: one === focused }));
  const label = focused && !focused.id ? focused.textContent : null;
  before.innerHTML = after.innerHTML;
  open.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
  fields.forEach((kept) => {
    const field = document.getElementById(kept.id);
    if (!field) return;
    field.value = kept.value;
    if (kept.here) { field.focus({ preventScroll: true }); field.setSelectionRange(kept.start, kept.end); }
  });
  if (label) [...before.querySelectorAll("button, a, summary")].find((one) => one.textContent === label)?.focus({ preventScroll: true });
  [...before.querySelectorAll("[tabindex]")].forEach((one, at) => { one.scrollTop = scrolled[at] ?? 0; });
}

let composing = false;
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; look(); });

function show(html, acted = false) {
  if (composing && !acted) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (!fresh.querySelector("[data-air]")) return location.reload();
  fresh.querySelectorAll("[data-part]").forEach((after) => {
    const before = document.getElementById(after.id);
    if (!before) return;
    if (acted) after.dataset.clear = "1";
    swap(before, after);
  });
  const told = fresh.querySelector("[data-told]");
  if (told) showToast(told.textContent, told.dataset.told);
  tick();
}

async function fetched() {
  const response = await fetch(address(""), { headers: { Accept: "text/html" } });
  if (response.redirected || !response.ok) return location.reload();
  show(await response.text());
}

// Notices come in bursts; one look serves them all, and none is forgotten while a look is under way.
let running = false;
let again = false;
async function look() {
  if (running) { again = true; return; }
  running = true;
  do {
    again = false;
    await new Promise((resolve) => setTimeout(resolve, 80));
    await fetched().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, QUIET));
  } while (again);
  running = false;
}

const source = new EventSource(`${base}/events`);
source.addEventListener("show", look);
let opened = false;
source.addEventListener("open", () => { if (opened) look(); opened = true; });
addEventListener("pagehide", () => source.close());

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches?.("[data-act]") || event.defaultPrevented) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  if (event.submitter) event.submitter.dataset.busy = "";
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html", "HX-Request": "true" } });
    const onward = response.headers.get("HX-Redirect");
    if (onward) return location.assign(onward);
    if (!response.ok && response.status !== 422) throw new Error(String(response.status));
    if ("clears" in form.dataset && response.status !== 422) document.querySelectorAll(".air-say .air-input").forEach((one) => { one.value = one.defaultValue = ""; });
    form.querySelectorAll("textarea, input:not([type=hidden])").forEach((one) => { if (response.status !== 422) one.defaultValue = one.value; });
    show(await response.text(), true);
  } catch {
    delete form.dataset.sending;
    form.submit();
    return;
  }
  delete form.dataset.sending;
  if (event.submitter) delete event.submitter.dataset.busy;
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveal]");
  const secret = button?.parentElement.querySelector("[data-secret]");
  if (!secret) return;
  const label = button.querySelector("span");
  const hidden = "\u2022".repeat(12);
  const shown = secret.textContent !== hidden;
  [label.textContent, button.dataset.hide] = [button.dataset.hide, label.textContent];
  secret.textContent = shown ? hidden : secret.dataset.secret;
  // Shown, it stays as it is until it is hidden again.
  const part = button.closest("[data-part]");
  if (shown) delete part?.dataset.revealed;
  else if (part) part.dataset.revealed = "";
});

function words(seconds) {
  const zh = document.documentElement.lang.startsWith("zh");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours >= 48) return zh ? `${Math.floor(hours / 24)} 天 ${hours % 24} 小时` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
  const two = (value) => String(value).padStart(2, "0");
  if (hours) return zh ? `${hours} 小时 ${two(minutes)} 分` : `${hours} h ${two(minutes)} min`;
  return zh ? `${minutes} 分 ${two(seconds % 60)} 秒` : `${minutes} min ${two(seconds % 60)} s`;
}

function tick() {
  document.querySelectorAll("[data-since]").forEach((one) => {
    one.textContent = words(Math.max(0, Math.floor((Date.now() - Date.parse(one.dataset.since)) / 1000)));
  });
}
setInterval(tick, 1000);
tick();
startProgramme(document.querySelector("[data-programme]"));
