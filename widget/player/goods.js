// Prices and stock of this moment: asked for when a tag appears, and every other second while one can be touched.
const EVERY = 1500;

export class Goods {
  constructor(address, told) {
    this.address = address;
    this.told = told;
    this.known = {};
    this.at = 0;
    this.lost = false;
    this.wanted = false;
    this.timer = 0;
  }

  take(data) {
    this.known = data.goods || {};
    this.at = Date.now();
    this.lost = false;
    this.told();
  }

  // Whether what is known may still be shown: what could not be checked for ten seconds is shown no longer.
  get fresh() {
    return !this.lost && Date.now() - this.at < 10_000;
  }

  watch(wanted) {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    clearTimeout(this.timer);
    if (wanted) this.ask();
  }

  async ask() {
    clearTimeout(this.timer);
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(5000) });
      if (!answer.ok) throw new Error(String(answer.status));
      this.take(await answer.json());
    } catch {
      this.lost = Date.now() - this.at > 5000;
      this.told();
    }
    if (this.wanted) this.timer = setTimeout(() => this.ask(), EVERY);
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.timer);
  }
}
