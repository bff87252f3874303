// What stands over the picture: who speaks, how many watch, and a word where there is no picture.
const PATIENCE = 1800;

export function startStage(root, player) {
  const at = (name) => root.querySelector(`[data-live-${name}]`);
  const zh = document.documentElement.lang.startsWith("zh");
  const notice = at("notice"), heading = at("heading"), text = at("text"), badge = at("badge"), start = at("start");
  const sound = at("sound"), captions = at("captions"), video = player.video;
  let state = { phase: root.dataset.phase, heading: heading.textContent, text: text.textContent };
  let timer = 0, seen = false;

  const say = (words, more, waiting) => {
    notice.hidden = !words;
    notice.toggleAttribute("data-waiting", Boolean(waiting));
    if (words && heading.textContent !== words) heading.textContent = words;
    text.textContent = more ?? "";
  };
  const show = () => {
    clearTimeout(timer);
    const running = state.phase === "on_air";
    badge.hidden = !running;
    root.dataset.phase = state.phase;
    if (player.flowing && (running || state.phase === "away")) return say("");
    if (!running) return say(state.heading, state.text, state.phase === "waking");
    // A short halt of the picture is none; a longer one is said.
    timer = setTimeout(() => {
      if (player.flowing || player.held) return;
      if (seen) say(zh ? "画面正在恢复…" : "The picture is coming back…", zh ? "商品与价格照常有效。" : "The pieces and their prices hold meanwhile.", true);
      else say(zh ? "正在进入直播间…" : "Joining the show…", "", true);
    }, seen ? PATIENCE : 0);
  };
  const words = () => {
    sound.hidden = false;
    sound.textContent = video.muted ? sound.dataset.on : sound.dataset.off;
    sound.setAttribute("aria-pressed", String(!video.muted));
  };

  player.onChange((flowing) => { seen ||= flowing; show(); });
  player.blocked = (blocked) => { start.hidden = !blocked; if (blocked) say(""); };
  start.addEventListener("click", () => { start.hidden = true; player.play(); });
  sound.addEventListener("click", () => {
    video.muted = !video.muted;
    if (!video.muted) video.volume = video.volume || 1;
    player.play();
    words();
  });
  video.addEventListener("volumechange", words);
  captions.hidden = false;
  captions.addEventListener("click", () => {
    const on = captions.getAttribute("aria-pressed") !== "true";
    captions.setAttribute("aria-pressed", String(on));
    root.toggleAttribute("data-captions-off", !on);
  });
  words();
  show();
  return (fresh) => {
    const before = state.phase;
    state = fresh;
    at("who").textContent = fresh.who;
    at("rest").textContent = fresh.rest;
    at("watching").textContent = fresh.watching;
    if (["on_air", "away"].includes(fresh.phase)) player.start();
    else if (fresh.phase !== before && fresh.phase !== "waking") player.stop();
    show();
  };
}

// The shelf of an upright show is a sheet on phones.
export function startSheet(root) {
  const opener = root.querySelector(".live-sheet-open");
  const shelf = root.querySelector(".live-shelf");
  const turn = (open) => {
    root.dataset.sheet = open ? "open" : "";
    opener?.setAttribute("aria-expanded", String(open));
    if (open) shelf.querySelector("[data-live-sheet]").focus();
    else opener?.focus();
  };
  root.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-live-sheet]")) turn(root.dataset.sheet !== "open");
    else if (root.dataset.sheet === "open" && !event.target.closest?.(".live-shelf")) turn(false);
  });
  const more = root.querySelector("[data-live-more]");
  const list = () => root.querySelector(".live-comments-list");
  const read = (open) => {
    root.dataset.comments = open ? "open" : "";
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? more.dataset.less : more.dataset.more;
    list().scrollTop = list().scrollHeight;
  };
  more?.addEventListener("click", () => read(root.dataset.comments !== "open"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (root.dataset.sheet === "open") turn(false);
    else if (root.dataset.comments === "open") read(false);
  });
}
