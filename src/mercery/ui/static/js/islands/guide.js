// Words that a link brought to the guide are told to it by the page itself, once. Without this file the button does it.
const form = document.querySelector("form[data-sends]");
if (form && !performance.getEntriesByType("navigation").some((one) => one.type === "back_forward")) {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
  form.requestSubmit();
}
