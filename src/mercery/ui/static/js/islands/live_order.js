// The running order is dragged by its grips, and a line that may be said takes the place of one that may not. Arrows and forms do
// the same without this.
let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest?.("[data-grip]")?.closest("[data-item]");
  if (entry) entry.draggable = true;
});

document.addEventListener("pointerup", () => {
  document.querySelectorAll("[data-item][draggable=true]").forEach((one) => { one.draggable = false; });
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-item]");
  if (!dragged) return;
  dragged.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-item]");
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  if (over !== dragged) over.parentElement.insertBefore(dragged, event.clientY > top + height / 2 ? over.nextSibling : over);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const entry = dragged;
  dragged = null;
  delete entry.dataset.dragged;
  entry.draggable = false;
  const place = [...entry.parentElement.querySelectorAll(":scope > [data-item]")].indexOf(entry);
  if (String(place) === entry.dataset.place) return;
  const base = document.querySelector("[data-order]").dataset.order;
  window.htmx.ajax("POST", `${base}/${entry.dataset.item}/move`, { target: "#order", select: "#order", swap: "outerHTML", values: { place } });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-use]");
  const field = button?.closest("form")?.querySelector("textarea[name=own]");
  if (!field) return;
  field.value = field.value.includes(button.dataset.for) ? field.value.replace(button.dataset.for, button.dataset.use) : button.dataset.use;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
