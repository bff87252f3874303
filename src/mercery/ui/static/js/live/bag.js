// A piece goes into the bag without leaving the show; the answer is a toast, the head counts.
import { showToast } from "../toasts.js";

export function startBag(root, form) {
  root.addEventListener("submit", async (event) => {
    const sent = event.target.closest?.("form[data-live-bag]");
    if (!sent) return;
    event.preventDefault();
    const button = sent.querySelector("button");
    if (button.dataset.busy !== undefined) return;
    button.dataset.busy = "";
    const chosen = new FormData(sent);
    try {
      const body = form({ product_id: chosen.get("product_id"), sku: chosen.get("sku"), json: "true" });
      const answer = await fetch(sent.action, { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      showToast(said.text, said.tone);
      document.dispatchEvent(new CustomEvent("mercery-bag", { detail: { count: said.count } }));
    } catch {
      // Markup that came over the open connection holds no token of this reader: the page's own goes along.
      const field = sent.querySelector('[name="csrf_token"]');
      field.value = document.querySelector('meta[name="csrf-token"]').content;
      sent.submit();
    } finally {
      delete button.dataset.busy;
    }
  });
}
