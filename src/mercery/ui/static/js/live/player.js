// The picture: hls.js where the browser can be fed, the browser's own player where it reads playlists itself. It begins
// again by itself whatever breaks, and knows the date of what is seen (EXT-X-PROGRAM-DATE-TIME), by which captions go.
import Hls from "hls.js/light";

const LIVE = {
  // A content policy without blob workers; a stream of this size needs none.
  enableWorker: false,
  liveSyncDuration: 3.2,
  liveMaxLatencyDuration: 9,
  maxLiveSyncPlaybackRate: 1.06,
  backBufferLength: 12,
  maxBufferLength: 12,
  manifestLoadingTimeOut: 4000,
  manifestLoadingMaxRetry: 1,
  levelLoadingTimeOut: 4000,
  levelLoadingMaxRetry: 2,
  fragLoadingTimeOut: 8000,
  fragLoadingMaxRetry: 2,
};
const RECORDED = { enableWorker: false, backBufferLength: 60, maxBufferLength: 30 };
const STUCK_SECONDS = 5;
const LONGEST_WAIT = 5000;

export class Player {
  constructor(video, source, { live = true } = {}) {
    this.video = video;
    this.source = source;
    this.live = live;
    this.wanted = false;
    this.wait = 500;
    this.moved = performance.now();
    this.at = 0;
    this.flowing = false;
    this.listeners = new Set();
    video.removeAttribute("autoplay");
    video.querySelectorAll("source").forEach((one) => one.remove());
    for (const name of ["playing", "timeupdate", "pause", "waiting"]) video.addEventListener(name, () => this.look());
    setInterval(() => this.watch(), 1000);
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  // True while pictures move.
  tell(flowing) {
    if (flowing === this.flowing) return;
    this.flowing = flowing;
    if (flowing) this.wait = 500;
    this.listeners.forEach((listener) => listener(flowing));
  }

  start() {
    this.wanted = true;
    if (!this.hls && !this.native) this.open();
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.again);
    this.close();
    this.tell(false);
  }

  open() {
    clearTimeout(this.again);
    this.moved = performance.now();
    if (Hls.isSupported()) {
      this.hls = new Hls(this.live ? LIVE : RECORDED);
      this.hls.on(Hls.Events.MANIFEST_PARSED, () => this.play());
      this.hls.on(Hls.Events.ERROR, (_, error) => this.failed(error));
      this.hls.loadSource(this.source);
      this.hls.attachMedia(this.video);
    } else if (this.video.canPlayType("application/vnd.apple.mpegurl")) {
      this.native = true;
      this.video.src = this.source;
      this.video.onerror = () => this.reopen();
      this.play();
    }
  }

  close() {
    this.hls?.destroy();
    this.hls = null;
    if (this.native) {
      this.video.removeAttribute("src");
      this.video.load();
      this.native = false;
    }
  }

  failed(error) {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !this.mended) {
      this.mended = true;
      setTimeout(() => { this.mended = false; }, 10000);
      this.hls.recoverMediaError();
      return;
    }
    this.reopen();
  }

  // From the beginning: after a restart of the studio its playlist counts anew, which no player follows.
  reopen() {
    this.tell(false);
    this.close();
    clearTimeout(this.again);
    if (!this.wanted) return;
    this.again = setTimeout(() => this.wanted && this.open(), this.wait);
    this.wait = Math.min(this.wait * 1.6, LONGEST_WAIT);
  }

  async play() {
    if (!this.live) return;
    try {
      await this.video.play();
      this.blocked?.(false);
    } catch (error) {
      if (error.name === "NotAllowedError") this.blocked?.(true);
    }
  }

  look() {
    if (this.video.currentTime !== this.at) {
      this.at = this.video.currentTime;
      this.moved = performance.now();
      if (!this.video.paused) this.tell(true);
    }
  }

  watch() {
    this.look();
    if (!this.live || !this.wanted || this.video.paused) {
      this.moved = performance.now();
      // A page that was opened in the background, or a picture the browser paused to save power.
      if (this.live && this.wanted && (this.hls || this.native) && this.video.paused && !this.held && this.video.readyState > 2) this.play();
      return;
    }
    const still = (performance.now() - this.moved) / 1000;
    if (still > 1.5) this.tell(false);
    if (still > STUCK_SECONDS) this.reopen();
  }

  // The date of what is seen now, in milliseconds; null where the stream does not say.
  date() {
    const date = this.hls ? this.hls.playingDate : this.startDate();
    return date ? date.getTime() : null;
  }

  startDate() {
    const start = this.video.getStartDate?.();
    return start && !Number.isNaN(start.getTime()) ? new Date(start.getTime() + this.video.currentTime * 1000) : null;
  }

  // How far behind the studio the picture is, in seconds.
  get latency() {
    const date = this.date();
    return date === null ? null : (Date.now() - date) / 1000;
  }
}
