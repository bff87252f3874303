// While a person is waited for: where the customer is told of the answer, should they leave before it comes.
import { el } from "./dom.js";

export function reachForm({ t, client }) {
  const input = el("input", { type: "email", autocomplete: "email", required: true, maxlength: 254, "aria-label": t("reachAddress"), placeholder: t("reachAddress") });
  const note = el("p", { class: "reach-note", role: "status" }, t("reachWhy"));
  const button = el("button", { class: "button" }, t("reachLeave"));
  const form = el("form", { class: "reach", novalidate: true }, note, el("div", { class: "reach-row" }, input, button));
  const say = (text, tone = "") => {
    note.textContent = text;
    note.dataset.tone = tone;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.value.trim() || !input.checkValidity()) return say(t("reachWrong"), "stop");
    button.disabled = true;
    try {
      await client.leaveAddress(input.value.trim());
      form.lastChild.remove();
      say(t("reachKept", { address: input.value.trim() }));
    } catch (error) {
      say(error.status === 422 ? t("reachWrong") : error.status === 429 ? t("busy", { n: error.wait || 60 }) : t("reachFailed"), "stop");
    }
    button.disabled = false;
  });
  return form;
}
