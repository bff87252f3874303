// Lines come ahead of the picture, with the moment from which each is heard; each is shown when the picture reaches it.
const LINGERS = 2500;
const LONGEST = 20000;

export class Captions {
  constructor(place, player) {
    this.place = place;
    this.player = player;
    this.lines = [];
    this.shown = null;
    this.product = "";
    this.listeners = new Set();
    setInterval(() => this.show(), 200);
  }

  onPiece(listener) {
    this.listeners.add(listener);
  }

  take(lines) {
    this.lines = lines;
    this.show();
  }

  // The line of the moment: heard, or said to its end a breath ago.
  current(at) {
    let found = null;
    for (const line of this.lines) if (line.began <= at) found = line;
    if (!found) return null;
    const end = found.ended ?? found.began + LONGEST;
    return at < end + LINGERS ? found : null;
  }

  show() {
    const at = this.player.date();
    if (at === null) return;
    const line = this.current(at);
    const piece = this.lines.filter((one) => one.began <= at && one.product).at(-1)?.product;
    if (piece && piece !== this.product) {
      this.product = piece;
      this.listeners.forEach((listener) => listener(piece));
    }
    if (line?.id === this.shown) return;
    this.shown = line?.id ?? null;
    this.place.toggleAttribute("data-empty", !line);
    this.place.closest("[data-live-screen]")?.toggleAttribute("data-quiet", !line);
    // What was said stays readable for those who listen to the page until the next line replaces it.
    if (line) this.place.innerHTML = line.html;
  }
}
