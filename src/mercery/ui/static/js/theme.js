// The theme switch answers at once; the same form works as a plain post, which stores the choice.
const NAMES = { light: "mercery", dark: "mercery-dark", system: "" };

export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches?.("[data-theme-switch]")) return;
    const name = NAMES[event.submitter?.value];
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
  });
}
