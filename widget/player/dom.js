// Elements without mark-up in strings: what comes from the shop is always set as text.
export function el(name, { class: kind, text, on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) made.setAttribute(key, value);
  for (const [event, heard] of Object.entries(on)) made.addEventListener(event, heard);
  made.append(...children.filter(Boolean));
  return made;
}

const SHAPES = {
  play: "M7 4.5v15l12-7.5z", pause: "M8 5v14M16 5v14", sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  mute: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5", captions: "M3.5 6h17v12h-17zM7 11h4M7 14.5h6M14 11h3M15.5 14.5H17",
  pieces: "M5 8h14l1 12H4zM8.5 8V6.5a3.5 3.5 0 0 1 7 0V8", whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", close: "M6 6l12 12M18 6L6 18",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
