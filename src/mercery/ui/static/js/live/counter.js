// The piece on the counter is the one that is heard: the studio is seconds ahead of the picture.
export class Counter {
  constructor(root, room) {
    this.root = root;
    this.room = room;
    this.place = root.querySelector(".live-counter");
    this.cards = {};
    this.heard = "";
    this.told = "";
    this.shown = "";
  }

  take(cards) {
    this.cards = cards;
    this.show();
  }

  // Of the picture where that is known, else of the studio.
  set({ heard, told }) {
    if (heard !== undefined) this.heard = heard;
    if (told !== undefined) this.told = told;
    this.show();
  }

  // Along the row, never the page; not while somebody looks at the row themselves.
  reveal(one) {
    this.seen = one.dataset.piece;
    const row = one.parentElement;
    if (row.matches(":hover, :focus-within")) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.scrollTo({ left: one.offsetLeft - row.offsetLeft - 4, behavior: calm ? "auto" : "smooth" });
  }

  show() {
    const id = this.heard || this.told;
    const card = this.cards[id] ?? this.cards[this.told];
    if (card !== undefined && card !== this.shown) {
      this.shown = card;
      this.room.swap(this.place, card);
      this.room.tick();
    }
    this.root.querySelectorAll(".live-shelf-one").forEach((one) => {
      const now = one.dataset.piece === id;
      one.classList.toggle("live-shelf-now", now);
      if (now) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
      if (now && id !== this.seen) this.reveal(one);
    });
  }
}
