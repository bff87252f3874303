// Pages of documents: files dropped instead of chosen, and a passage that stands on another part of a long document.
function told(zone, input) {
  const list = zone.querySelector("[data-chosen]");
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement("li");
    line.textContent = file.name;
    return line;
  }));
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  let inside = 0;
  const mark = (on) => zone.toggleAttribute("data-over", on);
  zone.addEventListener("dragenter", () => mark(++inside > 0));
  zone.addEventListener("dragleave", () => mark(--inside > 0));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark((inside = 0) > 0);
    if (!event.dataTransfer?.files.length) return;
    const chosen = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) chosen.items.add(file);
    input.files = chosen.files;
    told(zone, input);
  });
  input.addEventListener("change", () => told(zone, input));
}

const asked = /^#p(\d+)$/.exec(location.hash);
if (asked && document.querySelector(".doc-text") && !document.getElementById(`p${asked[1]}`)) {
  const address = new URL(location.href);
  if (address.searchParams.get("passage") !== asked[1]) {
    address.searchParams.delete("page");
    address.searchParams.set("passage", asked[1]);
    location.replace(address);
  }
}
