/** Without the script, days are in UTC. @param {ParentNode} root */
export function useLocalDays(root) {
  // Only those that the page limits: a filter may ask for a day that has passed.
  for (const input of root.querySelectorAll('input[type=date][min]')) {
    if (!(input instanceof HTMLInputElement)) continue;
    input.min = dayOf(new Date());
    const latest = new Date(input.dataset.latest ?? '');
    if (!Number.isNaN(latest.getTime())) input.max = lastDayUntil(latest);
  }
  for (const element of root.querySelectorAll('[data-with-script]'))
    if (element instanceof HTMLElement) element.textContent = element.dataset.withScript ?? '';
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });
  for (const time of root.querySelectorAll('time[data-local-day]'))
    if (time instanceof HTMLTimeElement) time.textContent = day.format(new Date(time.dateTime));
}

/** A day in the person's time zone, in the format of `<input type="date">`. @param {Date} at */
function dayOf(at) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The last day that ends by an instant. @param {Date} latest */
function lastDayUntil(latest) {
  const day = new Date(latest);
  if (endOf(dayOf(latest)) > latest) day.setDate(day.getDate() - 1);
  return dayOf(day);
}

/**
 * Only the browser knows when a day ends here. It is the instant before the next midnight: if clocks change at midnight,
 * 23:59 can come twice, and 00:00 not at all.
 *
 * @param {string} day
 */
function endOf(day) {
  const end = new Date(`${day}T12:00`);
  end.setHours(24, 0, 0, 0);
  return new Date(end.getTime() - 1);
}

document.addEventListener('formdata', ({ formData }) => {
  const end = endOf(String(formData.get('expires')));
  if (!Number.isNaN(end.getTime())) formData.set('day-ends', end.toISOString());
});
