// The page of a piece: J and K go from sentence to sentence, E changes the passage, U takes the line offered; a claim and its
// fact in the margin show each other. All of it works by plain links and forms without this.
const place = () => document.querySelector("[data-piece]");
const said = document.getElementById("piece-said");
const FIELD = "input, textarea, select, [contenteditable]";
const jumped = new Map();
let at = "";

function sentences() {
  return [...(place()?.querySelectorAll("[data-sentence]") ?? [])];
}

function walked() {
  return place()?.querySelector("[data-walked]");
}

function show(sentence) {
  sentences().forEach((one) => delete one.dataset.walked);
  if (!sentence) return;
  sentence.dataset.walked = "";
  at = sentence.dataset.sentence;
  sentence.scrollIntoView({ block: "nearest" });
  sentence.focus({ preventScroll: true });
}

function walk(step) {
  const all = sentences();
  const now = all.indexOf(walked());
  show(all[Math.min(all.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step))]);
}

// E and U mean the sentence one stands on; else the first of the page.
function press(selector) {
  const here = walked();
  const target = here?.querySelector(selector) ?? here?.closest("[data-passage]")?.querySelector(selector) ?? place()?.querySelector(selector);
  target?.click();
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
  const inField = event.target.closest?.(FIELD);
  if (inField && place()?.contains(inField)) {
    if (event.key === "Escape") place().querySelector("[data-leave]")?.click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) place().querySelector("[data-save]")?.click();
  }
  if (inField || event.ctrlKey || event.metaKey) return;
  const key = event.key.toLowerCase();
  let done = false;
  if (key === "j" || key === "k") {
    walk(key === "j" ? 1 : -1);
    done = true;
  } else if (key === "e") done = press("[data-edit]");
  else if (key === "u") done = press('[data-key="U"]');
  if (done) event.preventDefault();
}, true);

function mark(element) {
  document.querySelectorAll("[data-shown]").forEach((one) => delete one.dataset.shown);
  element.dataset.shown = "";
  element.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const claim = event.target.closest?.(".copy a.claim[href^='#fact-']");
  if (claim) {
    const line = document.getElementById(decodeURIComponent(claim.hash.slice(1)));
    if (!line) return;
    event.preventDefault();
    mark(line);
    line.querySelector("a")?.focus({ preventScroll: true });
    return;
  }
  // Pressed again, a fact leads to the next place that stands on it.
  const fact = event.target.closest?.(".fact-line");
  const line = fact?.closest("li");
  if (!line) return;
  const places = [...document.querySelectorAll(`.copy a.claim[href="#${CSS.escape(line.id)}"]`)];
  const found = places.length ? places : [...document.querySelectorAll(".copy a.claim")].filter((one) => decodeURIComponent(one.hash) === `#${line.id}`);
  if (!found.length) return;
  event.preventDefault();
  const next = ((jumped.get(line.id) ?? -1) + 1) % found.length;
  jumped.set(line.id, next);
  mark(found[next]);
  found[next].focus({ preventScroll: true });
});

function settled() {
  const text = place()?.querySelector("[data-said]")?.textContent.trim();
  if (text && said) said.textContent = text;
  const field = place()?.querySelector(".copy-edit textarea");
  if (field) {
    field.style.height = `${field.scrollHeight + 4}px`;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    return;
  }
  if (at) show(place()?.querySelector(`[data-sentence="${at}"]`) ?? sentences().at(-1));
}

document.addEventListener("htmx:after:swap", () => requestAnimationFrame(settled));
settled();

// One box chooses or leaves all lines of the page.
document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-ticks]");
  if (all) all.form.querySelectorAll(`[name="${all.dataset.ticks}"]`).forEach((one) => { one.checked = all.checked; });
});
