// A recording: chapters, captions and the piece on the counter follow the picture; what no longer holds says so over it.
import { startBag } from "./bag.js";
import { Player } from "./player.js";

export function startReplay(root) {
  const data = JSON.parse(root.querySelector("[data-replay-data]").textContent);
  const video = root.querySelector(".live-video");
  const player = new Player(video, root.dataset.source, { live: false });
  const caption = root.querySelector("[data-live-caption]");
  const over = root.querySelector("[data-replay-over]");
  const cards = new Map([...root.querySelectorAll("[data-replay-card]")].map((one) => [one.dataset.replayCard, one]));
  const chapters = [...root.querySelectorAll("[data-replay-chapter]")];
  const lines = [...root.querySelectorAll("[data-replay-line]")];
  let line = -1, chapter = -1;

  const form = (values) => {
    const made = new FormData();
    made.set("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
    Object.entries(values).forEach(([name, value]) => made.set(name, value));
    return made;
  };
  const follow = () => {
    const at = video.currentTime;
    const heard = data.lines.findLastIndex((one) => one.start <= at + 0.05);
    const shown = heard >= 0 && at < data.lines[heard].end + 2 ? heard : -1;
    if (shown !== line) {
      line = shown;
      caption.toggleAttribute("data-empty", line < 0);
      if (line >= 0) caption.innerHTML = lines[line].querySelector("template").innerHTML;
      lines.forEach((one, place) => one.toggleAttribute("aria-current", place === line));
      lines.forEach((one) => one.hasAttribute("aria-current") && one.setAttribute("aria-current", "true"));
    }
    const open = data.chapters.findLastIndex((one) => one.start <= at + 0.05);
    if (open !== chapter) {
      chapter = open;
      chapters.forEach((one, place) => (place === chapter ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current")));
      const product = data.chapters[chapter]?.product ?? "";
      cards.forEach((card, id) => { card.hidden = id !== product; });
    }
    // From the sentence on until the chapter ends: whoever looks at the piece meanwhile still has the old price in mind.
    const gone = data.overlays.findLast((one) => one.start <= at + 0.05 && at < one.end);
    over.hidden = !gone;
    if (gone && over.dataset.shown !== String(gone.id)) {
      over.dataset.shown = String(gone.id);
      over.replaceChildren(...root.querySelector(`template[data-replay-gone="${gone.id}"]`).content.cloneNode(true).childNodes);
    }
  };
  const seek = (seconds) => {
    video.currentTime = seconds;
    if (video.paused) video.play().catch(() => {});
    root.querySelector(".live-screen").scrollIntoView({ block: "nearest" });
  };

  startBag(root, form);
  video.controls = true;
  player.start();
  video.addEventListener("timeupdate", follow);
  video.addEventListener("seeking", follow);
  setInterval(() => !video.paused && follow(), 200);
  root.addEventListener("click", (event) => {
    const to = event.target.closest?.("[data-seek]");
    if (!to) return;
    event.preventDefault();
    seek(Number(to.dataset.seek));
  });
  const wanted = Number(new URLSearchParams(location.search).get("t"));
  if (wanted > 0) video.addEventListener("loadedmetadata", () => { video.currentTime = wanted; }, { once: true });
  root.player = player;
  follow();
}
