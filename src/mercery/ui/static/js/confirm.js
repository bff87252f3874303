// A form or button with data-confirm asks its question before it acts, in the page's own dialog. "Yes" may have two
// meanings where something is to end: data-confirm-yes names the act on the button.
export function ask(question, act) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("#confirm-question").textContent = question;
  const yes = dialog.querySelector("button[value=yes]");
  yes.dataset.usual ??= yes.textContent;
  yes.textContent = act || yes.dataset.usual;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function startConfirm() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset?.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    const act = submitter?.dataset.confirmYes ?? form.dataset?.confirmYes;
    if (!(await ask(question, act))) return;
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter ?? undefined);
    delete form.dataset.confirmed;
  }, true);
}
