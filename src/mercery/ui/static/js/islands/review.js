// The review page: threads between draft and source, what was done read out, and the keyboard kept where it was.
const place = document.querySelector("[data-review]");
const said = document.getElementById("review-said");
const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 9;
let pressed = "";
let narrowed = "";

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

// Knots that would lie on one another are moved apart, in their order.
function apart(places) {
  let last = -Infinity;
  for (const one of places.sort((a, b) => a.y - b.y)) {
    one.y = Math.max(one.y, last + 2 * RADIUS + 2);
    last = one.y;
  }
  return new Map(places.map((one) => [one.knot, one]));
}

function ends(selector, top) {
  // A thread is drawn from the first place of its letter; what both languages say has one letter.
  const marks = new Map();
  for (const mark of place.querySelectorAll(`${selector} mark[data-knot]`)) if (!marks.has(mark.dataset.knot)) marks.set(mark.dataset.knot, mark);
  return apart([...marks.values()].map((mark) => {
    const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
    return { knot: mark.dataset.knot, y: box.top + box.height / 2 - top, off: mark.classList.contains("marked-off"), key: place.querySelector(`mark[data-knot="${mark.dataset.knot}"] .claim-key`)?.textContent ?? "" };
  }));
}

function draw() {
  const canvas = place.querySelector("[data-threads]");
  if (!canvas) return;
  canvas.replaceChildren();
  if (getComputedStyle(canvas).display === "none") return;
  const box = canvas.getBoundingClientRect();
  const left = ends('[data-side="draft"]', box.top);
  const right = ends('[data-side="source"]', box.top);
  for (const [knot, from] of left) {
    const to = right.get(knot);
    const group = drawn("g", { class: from.off ? "thread thread-off" : "thread" });
    const start = RADIUS + 4;
    const end = box.width - RADIUS - 4;
    if (to) {
      const bend = (end - start) / 2;
      group.append(drawn("path", { class: "thread-line", d: `M${start} ${from.y}C${start + bend} ${from.y} ${end - bend} ${to.y} ${end} ${to.y}` }));
    }
    for (const [x, one] of [[start, from], [end, to]]) {
      if (!one) continue;
      group.append(drawn("circle", { class: "thread-knot", cx: x, cy: one.y, r: RADIUS }), drawn("text", { class: "thread-letter", x, y: one.y }, from.key));
    }
    canvas.append(group);
  }
}

function announce() {
  const text = place.querySelector("[data-said]")?.textContent.trim();
  if (text) said.textContent = text;
}

// After an act the same act has the focus again where it can be done, else the question.
function refocus() {
  if (narrowed) {
    document.getElementById(narrowed)?.focus({ preventScroll: true });
    narrowed = "";
    return;
  }
  if (place.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
  const again = pressed && place.querySelector(`[data-act="${pressed}"]:not(:disabled)`);
  const target = again || place.querySelector("#draft-question");
  if (pressed && target) target.focus({ preventScroll: true });
  pressed = "";
}

function showCurrent() {
  const current = place.querySelector(".review-queue [data-current]");
  const list = current?.closest("ol");
  if (!list) return;
  const [box, frame] = [current.getBoundingClientRect(), list.getBoundingClientRect()];
  if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
}

function settled() {
  showCurrent();
  draw();
  announce();
  refocus();
}

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("[data-act]");
  if (act && place.contains(act) && act.tagName !== "FORM") pressed = act.dataset.act;
});
// A filter keeps the focus. Another policy is chosen: what it would change of it is shown before anybody says yes.
document.addEventListener("change", (event) => {
  if (event.target.closest?.(".review-narrow")) narrowed = event.target.id;
  if (event.target.matches?.("[data-policy]")) place.querySelector("[data-keep]")?.click();
});
document.addEventListener("htmx:after:swap", () => {
  const top = place.querySelector(".review-pair")?.getBoundingClientRect().top ?? 0;
  if (top < 0) place.querySelector(".review-pair").scrollIntoView({ block: "start" });
  requestAnimationFrame(settled);
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    const leave = place.querySelector("[data-leave]");
    if (leave && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      leave.click();
    } else if (event.target.closest?.("input, select") && place.contains(event.target)) event.target.blur();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const save = place.querySelector("[data-save]");
    if (save) {
      event.preventDefault();
      save.click();
    }
  }
});
new ResizeObserver(draw).observe(place);
document.fonts?.ready.then(draw);
settled();
