// Toasts leave by themselves after six seconds, and stay while they are read (hover or focus).
const STAY = 6000;
const LEAVE = 200;

function settle(toast) {
  if (toast.dataset.settled) return;
  toast.dataset.settled = "1";
  let timer = 0;
  const go = () => {
    toast.dataset.leaving = "1";
    setTimeout(() => toast.remove(), LEAVE);
  };
  const start = () => { timer = setTimeout(go, STAY); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", start);
  start();
}

export function showToast(text, tone = "done") {
  const region = document.getElementById("toasts");
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = tone === "stopped" ? "toast toast-stopped" : "toast";
  toast.dataset.toast = "";
  toast.setAttribute("role", "status");
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  region.append(toast);
}

export function startToasts() {
  const region = document.getElementById("toasts");
  if (!region) return;
  const settleAll = () => region.querySelectorAll("[data-toast]").forEach(settle);
  new MutationObserver(settleAll).observe(region, { childList: true, subtree: true });
  settleAll();
}
