// Drawers and dialogs are native <dialog>: the browser traps focus and gives it back, Escape closes.
export function openOverlay(id) {
  const overlay = document.getElementById(id);
  if (overlay instanceof HTMLDialogElement && !overlay.open) overlay.showModal();
}

export function startOverlays() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) {
      openOverlay(opener.dataset.opens);
      return;
    }
    const overlay = event.target.closest?.("dialog");
    if (!overlay) return;
    const outside = event.target === overlay && !inside(overlay, event);
    if (outside || event.target.closest("[data-closes]")) overlay.close();
  });
}

function inside(overlay, { clientX, clientY }) {
  const box = overlay.getBoundingClientRect();
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}
