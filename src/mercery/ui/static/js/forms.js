// While a form is on its way its button shows the running stitch and cannot be pressed twice.
export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    if (event.submitter) event.submitter.dataset.busy = "";
  });
  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[data-busy]").forEach((button) => delete button.dataset.busy);
  };
  document.addEventListener("htmx:finally:request", () => document.querySelectorAll("form[data-sending]").forEach(release));
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submits]")) event.target.form?.requestSubmit();
  });
}
