// Keys: J and K walk a list, Enter opens, a letter on data-key presses its button. Silent inside fields and dialogs.
const FIELD = "input, textarea, select, [contenteditable]";

function visible(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

function walkable() {
  return [...document.querySelectorAll("[data-walk] > [data-href], [data-walk] > li")].filter(visible);
}

function walk(step) {
  const rows = walkable();
  if (!rows.length) return false;
  const at = rows.findIndex((row) => "walked" in row.dataset);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  rows.forEach((row) => delete row.dataset.walked);
  next.dataset.walked = "";
  next.scrollIntoView({ block: "nearest" });
  const target = next.querySelector("a[href], button") ?? next;
  target.focus({ preventScroll: true });
  return true;
}

function open() {
  const row = document.querySelector("[data-walked]");
  const address = row?.dataset.href ?? row?.querySelector("a[href]")?.href;
  if (address) location.assign(address);
  return Boolean(address);
}

function press(key) {
  const scope = document.querySelector("dialog[open]") ?? document;
  const found = [...scope.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.toLowerCase() === key && visible(element) && !element.disabled,
  );
  found?.click();
  return Boolean(found);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.(FIELD)) return;
    const key = event.key.toLowerCase();
    const inDialog = Boolean(document.querySelector("dialog[open]"));
    let done = false;
    if (key.length === 1) done = press(key);
    if (!done && !inDialog && key === "j") done = walk(1);
    if (!done && !inDialog && key === "k") done = walk(-1);
    if (!done && key === "enter" && !event.target.closest?.("a, button, summary")) done = open();
    if (!done && key === "/" && !inDialog) {
      const search = document.querySelector('input[type="search"]');
      search?.focus();
      done = Boolean(search);
    }
    if (done) event.preventDefault();
  });
}
