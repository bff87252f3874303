// Tabs that do not fit stand with the current one in sight, and fade at the side where more of them lie.
const STRIPS = ".tabs, .segmented";

function fade(strip) {
  const rest = strip.scrollWidth - strip.clientWidth;
  strip.toggleAttribute("data-before", strip.scrollLeft > 1);
  strip.toggleAttribute("data-after", strip.scrollLeft < rest - 1);
}

function settle(strip) {
  const current = strip.querySelector("[aria-current], [aria-pressed='true']");
  if (current && strip.scrollWidth > strip.clientWidth) {
    const place = strip.getBoundingClientRect();
    const one = current.getBoundingClientRect();
    strip.scrollLeft += one.left + one.width / 2 - place.left - place.width / 2;
  }
  fade(strip);
}

export function startStrips() {
  const all = (act) => document.querySelectorAll(STRIPS).forEach(act);
  all(settle);
  document.fonts?.ready.then(() => all(settle));
  document.addEventListener("htmx:after:swap", () => all(settle));
  document.addEventListener("scroll", (event) => event.target.matches?.(STRIPS) && fade(event.target), true);
  addEventListener("resize", () => all(fade));
}
