// Every htmx request carries the page's CSRF token, so that buttons outside a form may post.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  const request = event.detail?.ctx?.request;
  if (token && request) request.headers["X-CSRF-Token"] = token;
});
