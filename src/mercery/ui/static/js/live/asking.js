// A question goes to the host without leaving the show. Without this file the form is posted like any other.
const KEPT = "mercery-live-own";

export function startAsking(root, form) {
  const asked = root.querySelector("form[data-live-ask]");
  const own = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const mark = () => own.forEach((id) => root.querySelector(`[data-comment="${CSS.escape(id)}"]`)?.classList.add("live-comment-own"));
  if (!asked) return mark;
  const told = asked.querySelector("[data-live-told]");
  const say = (text, tone) => { told.textContent = text; told.dataset.tone = tone; };
  asked.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = asked.elements.namedItem("text");
    const key = asked.elements.namedItem("key");
    const name = asked.elements.namedItem("name");
    if (!words.value.trim() || asked.dataset.sent) return;
    asked.dataset.sent = "1";
    try {
      const body = form({ text: words.value, key: key.value, name: name?.value ?? "", json: "true" });
      const answer = await fetch(asked.action, { method: "POST", body });
      const said = await answer.json();
      say(said.text ?? said.error?.message ?? "", said.tone ?? "stopped");
      if (said.key) key.value = said.key;
      if (!answer.ok) return;
      words.value = "";
      asked.querySelector(".live-ask-name")?.remove();
      if (said.comment) {
        own.add(said.comment);
        sessionStorage.setItem(KEPT, JSON.stringify([...own].slice(-40)));
        mark();
      }
      setTimeout(() => said.tone === "done" && say("", "done"), 6000);
    } catch {
      const zh = document.documentElement.lang.startsWith("zh");
      say(zh ? "没有发出去，请检查网络后再试。" : "It was not sent. Look at your connection and send it again.", "stopped");
    } finally {
      delete asked.dataset.sent;
      delete asked.dataset.sending;
      asked.querySelectorAll("[data-busy]").forEach((button) => delete button.dataset.busy);
    }
  });
  return mark;
}
