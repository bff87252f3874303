// A claim with data-fact shows its source: the chip of the same fact is brought into view and marked.
// A page with its own drawer listens for `mercery:source` and calls preventDefault().
export function startClaims() {
  document.addEventListener("keydown", (event) => {
    const claim = event.target.closest?.('.claim[role="button"]');
    if (!claim || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    claim.click();
  });
  document.addEventListener("click", (event) => {
    const claim = event.target.closest?.('.claim[role="button"][data-fact]');
    if (!claim) return;
    const asked = new CustomEvent("mercery:source", { bubbles: true, cancelable: true, detail: { fact: claim.dataset.fact } });
    if (!claim.dispatchEvent(asked)) return;
    const scope = claim.closest("[data-answer]") ?? document;
    const chip = scope.querySelector(`.chip[data-fact="${CSS.escape(claim.dataset.fact)}"]`);
    if (!chip) return;
    chip.scrollIntoView({ block: "nearest" });
    chip.tabIndex = -1;
    chip.focus({ preventScroll: true });
  });
}

// Draw the stitch of a claim that has just been verified.
export function drawStitch(claim) {
  claim.dataset.drawn = "";
  claim.addEventListener("animationend", () => delete claim.dataset.drawn, { once: true });
}
