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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const monthMs = (365 / 12) * dayMs;

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
  if (Math.abs(ms) < minuteMs) return ms > 0 || justNow === '' ? now.format(0, 'second') : justNow;
  const [count, unit] = inWords(Math.abs(ms));
  return relative.format(Math.sign(ms) * count, unit);
}

/** The same rules as on the server (`src/components/time.ts`). @param {number} ms @returns {[number, Intl.RelativeTimeFormatUnit]} */
function inWords(ms) {
  /** @param {number} unitMs */
  const count = (unitMs) => Math.round(ms / unitMs);
  if (count(minuteMs) < 60) return [count(minuteMs), 'minute'];
  if (count(hourMs) < 48) return [count(hourMs), 'hour'];
  if (count(dayMs) < 60) return [count(dayMs), 'day'];
  const months = count(monthMs);
  return months < 24 && months !== 12 ? [months, 'month'] : [count(12 * monthMs), 'year'];
}

setInterval(() => refreshTimes(document), 30_000);
