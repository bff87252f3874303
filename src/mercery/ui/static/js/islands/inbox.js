// Keeps an open inbox fresh: hears notices, fetches the changed part, and leaves what is being written alone.
const inbox = document.querySelector("[data-inbox]");
const open = inbox.dataset.open;
// Shown beside the list without having been chosen: it stays unread.
const peek = "peek" in inbox.dataset;
const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function address(part) {
  const base = open && !peek ? `/console/inbox/${open}` : "/console/inbox";
  const query = new URLSearchParams({ segment: inbox.dataset.segment, fragment: part });
  if (inbox.dataset.channel) query.set("channel", inbox.dataset.channel);
  if (open && peek) query.set("open", open);
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) query.set("lang", lang);
  return `${base}?${query}`;
}

async function fetched(part) {
  const response = await fetch(address(part), { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

async function freshList() {
  const place = document.getElementById("inbox-list");
  const focused = document.activeElement?.closest?.("#inbox-list a")?.getAttribute("href");
  place.innerHTML = await fetched("list");
  if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// Signs of an input method that are not yet a word: replacing the field would throw them away.
let composing = false;
let missed = false;

// The thread is replaced whole; the reply being written, its selection and the scroll position survive.
async function freshTalk() {
  const place = document.getElementById("inbox-talk");
  const fresh = await fetched("talk");
  // Looked at after the answer has come: what was written while it was on its way counts too.
  const before = place.querySelector("[data-reply]");
  const kept = before && { text: before.value, touched: before.value !== before.defaultValue, start: before.selectionStart, end: before.selectionEnd, focused: before === document.activeElement };
  const atEnd = isAtEnd();
  missed ||= composing;
  if (composing || place.querySelector(".composer-remarks")) {
    // What was pointed out in a reply stays until the person has decided.
    const talk = new DOMParser().parseFromString(fresh, "text/html").getElementById("talk-thread");
    if (talk && thread()) thread().innerHTML = talk.innerHTML;
  } else place.innerHTML = fresh;
  const after = place.querySelector("[data-reply]");
  if (kept && after && after !== before) {
    // An untouched draft gives way to the newer one.
    if (kept.touched || !after.value) after.value = kept.text;
    if (kept.focused) after.focus({ preventScroll: true });
    after.setSelectionRange(kept.start, kept.end);
  }
  if (atEnd) toEnd();
  document.getElementById("inbox-aside").innerHTML = await fetched("aside");
}

function thread() {
  return document.getElementById("talk-thread");
}

function isAtEnd() {
  const place = thread();
  return !place || place.scrollTop + place.clientHeight >= place.scrollHeight - 60;
}

function toEnd() {
  const place = thread();
  if (place) place.scrollTop = place.scrollHeight;
}

// Notices come in bursts; one look serves them all, and none is forgotten while a look is under way.
function gathered(work) {
  let running = false;
  let again = false;
  return async function look() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await new Promise((resolve) => setTimeout(resolve, 60));
      await work().catch(() => {});
    } while (again);
    running = false;
  };
}

const lookAtList = gathered(freshList);
const lookAtTalk = gathered(freshTalk);
let hideTyping;

function showTyping() {
  const place = document.querySelector("[data-typing]");
  if (!place) return;
  place.hidden = false;
  clearTimeout(hideTyping);
  hideTyping = setTimeout(() => { place.hidden = true; }, 6000);
}

const source = new EventSource(`/console/inbox/events${open ? `?conversation=${encodeURIComponent(open)}` : ""}`);
source.addEventListener("inbox", lookAtList);
source.addEventListener("thread", () => open && lookAtTalk());
source.addEventListener("typing", showTyping);
let opened = false;
source.addEventListener("open", () => {
  // After a broken connection: what was missed is on the server.
  if (opened) {
    lookAtList();
    if (open) lookAtTalk();
  }
  opened = true;
});
addEventListener("pagehide", () => source.close());

let signalled = 0;
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-reply]")) return;
  sessionStorage.setItem(`reply:${open}`, event.target.value);
  if (Date.now() - signalled < 4000) return;
  signalled = Date.now();
  fetch(`/console/inbox/${open}/typing`, { method: "POST", headers: { "X-CSRF-Token": csrf } }).catch(() => {});
});

document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => {
  composing = false;
  if (missed) lookAtTalk();
  missed = false;
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-reply]");
  if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector("[data-send]"));
  } else if (field && event.key === "Escape") field.blur();
  else if ((event.key === "r" || event.key === "e") && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, textarea, select")) {
    event.preventDefault();
    document.querySelector("[data-reply]")?.focus();
  }
});

document.addEventListener("submit", (event) => {
  const key = event.target.querySelector?.("[data-client-key]");
  if (!key) return;
  // Sent twice (a double press, a retry of the browser) it is stored once.
  key.value ||= `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  sessionStorage.removeItem(`reply:${open}`);
});

const field = document.querySelector("[data-reply]");
// What was typed before this script ran is newer than what was kept.
if (field && field.value === field.defaultValue) field.value = sessionStorage.getItem(`reply:${open}`) || field.value;
toEnd();
