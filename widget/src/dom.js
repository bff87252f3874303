// Small ways to make elements. Text is always set as text, never as markup.
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

const PATHS = {
  close: "M4 4l12 12M16 4L4 16",
  attach: "M13.8 6.2l-6 6a1.6 1.6 0 0 0 2.3 2.3l6-6a3.2 3.2 0 0 0-4.6-4.6l-6.2 6.2a4.8 4.8 0 0 0 6.8 6.8l5-5",
  send: "M3.5 10h13M11 4.5l5.5 5.5-5.5 5.5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.6 })) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

// An address we may link to: http, https or a path of the shop.
export function safeUrl(url, base) {
  try {
    const address = new URL(url, base);
    return /^https?:$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
