// A slider beside a number: each follows the other. The number alone is sent, and works without scripts; the slider shows
// only where it can be used.
export function startBeside(root = document) {
  const show = (node) => node.querySelectorAll?.("input[type=range][data-beside]").forEach((slider) => { slider.hidden = false; });
  show(root);
  document.addEventListener("htmx:after:swap", () => show(document));
  document.addEventListener("input", (event) => {
    const other = document.getElementById(event.target.dataset?.beside ?? "");
    if (other) other.value = event.target.value;
  });
}
