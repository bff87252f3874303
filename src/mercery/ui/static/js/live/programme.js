// The programme as viewers see it, in the studio: our own HLS, muted until somebody wants to hear it. Until pictures come the
// host's portrait stands there; a programme that ends or fails is looked for again.
import Hls from "hls.js/light";

const AGAIN = 4000;

export function startProgramme(frame) {
  const video = frame?.querySelector("video");
  if (!video) return;
  const address = frame.dataset.programme;
  const playing = () => { frame.dataset.playing = ""; };
  const gone = () => { delete frame.dataset.playing; };
  video.addEventListener("playing", playing);
  video.addEventListener("emptied", gone);
  sound(frame, video);
  if (!Hls.isSupported()) {
    if (video.canPlayType("application/vnd.apple.mpegurl")) video.src = address;
    return;
  }
  let player = null;
  const open = () => {
    player?.destroy();
    player = new Hls({ liveSyncDurationCount: 2, maxBufferLength: 12, backBufferLength: 8, manifestLoadingMaxRetry: 0 });
    player.on(Hls.Events.ERROR, (_, problem) => {
      if (!problem.fatal) return;
      gone();
      setTimeout(open, AGAIN);
    });
    player.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
    player.loadSource(address);
    player.attachMedia(video);
  };
  open();
  addEventListener("pagehide", () => player?.destroy());
}

function sound(frame, video) {
  const button = frame.querySelector("[data-sound]");
  if (!button) return;
  video.addEventListener("playing", () => { button.hidden = false; });
  button.addEventListener("click", () => {
    video.muted = !video.muted;
    button.textContent = video.muted ? button.dataset.on : button.dataset.off;
  });
}
