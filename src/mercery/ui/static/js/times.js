// <time data-relative datetime="..."> keeps its words true while the page stays open.
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

function words(moment, format, now) {
  const seconds = (moment - now) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return null;
}

export function startTimes() {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "short" });
  const refresh = () => {
    document.querySelectorAll("time[data-relative]").forEach((element) => {
      const text = words(Date.parse(element.dateTime), format, Date.now());
      if (text) element.textContent = text;
    });
  };
  setInterval(refresh, 30000);
}
