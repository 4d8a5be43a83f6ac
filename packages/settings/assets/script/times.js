const { lang } = document.documentElement;
const exact = new Intl.DateTimeFormat(lang, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
// Not `auto`: `tomorrow` and `next month` depend on the calendar.
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'always' });
const now = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });

/** The same steps as on the server (`src/components/time.ts`). @type {[Intl.RelativeTimeFormatUnit, number][]} */
const steps = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Adds local times, and says again how long ago things were. @param {ParentNode} root */
export function refreshTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (!time.dateTime.includes('T') || Number.isNaN(at.getTime())) continue;
    time.title = exact.format(at);
    const [shown, readOut] = time.children;
    if (time.dataset.relative === undefined || shown === undefined) continue;
    shown.textContent = relativeText(at.getTime() - Date.now(), time.dataset.relative);
    if (readOut !== undefined) readOut.textContent = ` (${time.title})`;
  }
}

/** @param {number} ms @param {string} justNow less than a minute ago */
function relativeText(ms, justNow) {
  for (const [unit, unitMs] of steps)
    if (Math.abs(ms) >= unitMs) return relative.format(Math.trunc(ms / unitMs), unit);
  return ms > 0 || justNow === '' ? now.format(0, 'second') : justNow;
}

setInterval(() => refreshTimes(document), 30_000);
