// What was searched for before, on this device only: never sent, forgotten when asked.
const KEY = "mercery:searched";
const MOST = 5;

export function earlier() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function keep(words) {
  const text = words.trim();
  if (!text) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([text, ...earlier().filter((one) => one !== text)].slice(0, MOST)));
  } catch { /* A browser that keeps nothing searches all the same. */ }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* Nothing was kept. */ }
}
