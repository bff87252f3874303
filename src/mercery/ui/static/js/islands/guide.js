// Words that a link brought to the guide are told to it by the page itself, once; and the field of the next answer takes
// speech as the first did. Without this file the buttons do it.
import { startVoice } from "../searching/voice.js";

document.addEventListener("htmx:after:swap", () => document.querySelectorAll("#guide button[data-voice]").forEach(startVoice));

const form = document.querySelector("form[data-sends]");
if (form && !performance.getEntriesByType("navigation").some((one) => one.type === "back_forward")) {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
  form.requestSubmit();
}
