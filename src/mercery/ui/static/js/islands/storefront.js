// The shop's pages work without this file. It changes the main picture in place, completes searches,
// keeps the filter sheet open over a swap, and opens the list of sources at the line that was asked about.
import { drawStitch } from "../claims.js";
import { startCombobox } from "../searching/combobox.js";
import { startVoice } from "../searching/voice.js";

function startGallery() {
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-shows]");
    const main = document.getElementById("gallery-main");
    if (!chosen || !main || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    main.src = chosen.dataset.shows;
    main.alt = chosen.querySelector("img")?.alt ?? "";
    chosen.closest("ul").querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    chosen.setAttribute("aria-current", "true");
  });
}

// A piece was put into the bag in a video: the head of the page says how many lie there.
function startVideoBag() {
  document.addEventListener("mercery-bag", (event) => {
    const count = document.getElementById("bag-count");
    if (!count || !event.detail?.count) return;
    const before = document.createElement("span");
    before.className = "wide-only";
    before.textContent = document.documentElement.lang.startsWith("zh") ? "，" : ",\u00a0";
    count.replaceChildren(before, String(event.detail.count));
  });
}

function showSource(hash) {
  if (!hash) return false;
  const chip = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!chip) return false;
  const list = chip.closest("details") ?? (chip.matches("details") ? chip : null);
  if (list) list.open = true;
  if (!chip.classList.contains("source-chip")) return false;
  document.querySelectorAll("[data-shown]").forEach((one) => delete one.dataset.shown);
  chip.dataset.shown = "";
  chip.tabIndex = -1;
  chip.scrollIntoView({ block: "center" });
  chip.focus({ preventScroll: true });
  return true;
}

function startSources() {
  document.addEventListener("click", (event) => {
    const claim = event.target.closest?.('a.claim[href^="#"]');
    // With a drawer of its own the source is shown there.
    if (claim && (claim.dataset.opens || showSource(claim.hash))) event.preventDefault();
  });
  showSource(location.hash);
}

function startFilters() {
  let open = false;
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".filters-sheet")) open = event.target.open;
  }, true);
  new MutationObserver(() => {
    const sheet = document.querySelector(".filters-sheet");
    if (sheet && open && !sheet.open) sheet.open = true;
  }).observe(document.getElementById("main") ?? document.body, { childList: true, subtree: true });
  document.addEventListener("click", (event) => {
    const sheet = document.querySelector(".filters-sheet[open]");
    const narrow = matchMedia("(max-width: 799px)").matches;
    if (!sheet || !narrow) return;
    if (event.target.closest(".filters-send") || !sheet.contains(event.target)) sheet.open = open = false;
  });
  document.addEventListener("keydown", (event) => {
    const sheet = document.querySelector(".filters-sheet[open]");
    if (event.key === "Escape" && sheet) { sheet.open = open = false; sheet.querySelector("summary").focus(); }
  });
}

// The fields for searching: completions, speech, and the sheet behind the header's word for it.
function startSearching() {
  document.querySelectorAll("input[data-suggests]").forEach(startCombobox);
  document.querySelectorAll("button[data-voice]").forEach(startVoice);
  const query = document.getElementById("query");
  const words = document.querySelector(".query-words");
  const same = () => { if (words) words.textContent = query.value || query.placeholder; };
  query?.addEventListener("input", same);
  query?.addEventListener("voice", same);
  const sheet = document.getElementById("search-sheet");
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.shop-find, a.shop-search, .shop-menu a[data-search]");
    if (!link || !sheet || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (query) { scrollTo({ top: 0 }); query.focus(); query.select(); return; }
    link.closest("details")?.removeAttribute("open");
    sheet.showModal();
    sheet.querySelector("input").focus();
  });
}

// A verified claim's stitch is drawn once, also where the answer came after the page.
function startAnswer() {
  const draw = () => document.querySelectorAll("#found-answer .claim:not([data-seen])").forEach((claim) => {
    claim.dataset.seen = "";
    drawStitch(claim);
  });
  draw();
  document.addEventListener("htmx:after:swap", draw);
}

// From which row a piece was chosen is noted when its page is asked for; a link that is copied does not carry it on.
function startVia() {
  const here = new URL(location.href);
  if (!here.searchParams.has("via")) return;
  here.searchParams.delete("via");
  history.replaceState(history.state, "", here);
}

for (const start of [startVia, startGallery, startVideoBag, startSources, startFilters, startSearching, startAnswer]) start();
