// The shop's pages work without this file. It changes the main picture in place, completes searches,
// keeps the filter sheet open over a swap, and opens the list of sources at the line that was asked about.
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
    if (claim && showSource(claim.hash)) event.preventDefault();
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

function startSuggestions() {
  document.querySelectorAll("input[data-suggests]").forEach((input, number) => {
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.parentElement.append(list);
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })
      .forEach(([name, value]) => input.setAttribute(name, value));
    let at = -1;
    let asked = 0;
    let timer = 0;
    const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const take = (item) => {
      close();
      if (item.dataset.url) location.assign(item.dataset.url);
      else { input.value = item.dataset.text; input.form.requestSubmit(); }
    };
    const mark = (step) => {
      const items = [...list.children];
      if (!items.length) return;
      at = (at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      input.setAttribute("aria-activedescendant", items[at].id);
    };
    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((one, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.dataset.text = one.text;
        if (one.url) item.dataset.url = one.url;
        for (const text of [one.text, one.label]) {
          const span = document.createElement("span");
          span.textContent = text;
          item.append(span);
        }
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
        return item;
      }));
      at = -1;
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(Boolean(suggestions.length)));
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      const text = input.value.trim();
      if (!text) { close(); return; }
      timer = setTimeout(async () => {
        const mine = ++asked;
        const answer = await fetch(`${input.dataset.suggests}&q=${encodeURIComponent(text)}`).catch(() => null);
        if (!answer?.ok || mine !== asked || document.activeElement !== input) return;
        show((await answer.json()).suggestions);
      }, 90);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(event.key === "ArrowDown" ? 1 : -1); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(list.children[at]); }
    });
    input.addEventListener("blur", close);
  });
}

for (const start of [startGallery, startSources, startFilters, startSuggestions]) start();
