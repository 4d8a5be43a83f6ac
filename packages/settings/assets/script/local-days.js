/** Without the script, days are in UTC. @param {ParentNode} root */
export function useLocalDays(root) {
  for (const input of root.querySelectorAll('input[type=date]')) input.setAttribute('min', today());
  for (const element of root.querySelectorAll('[data-with-script]'))
    if (element instanceof HTMLElement) element.textContent = element.dataset.withScript ?? '';
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });
  for (const time of root.querySelectorAll('time[data-local-day]'))
    if (time instanceof HTMLTimeElement) time.textContent = day.format(new Date(time.dateTime));
}

/** Today in the person's time zone, in the format of `<input type="date">`. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

// Only the browser knows when the chosen day ends here. It is the instant before the next midnight: if clocks change at
// midnight, 23:59 can come twice, and 00:00 not at all.
document.addEventListener('formdata', ({ formData }) => {
  const end = new Date(`${formData.get('expires')}T12:00`);
  end.setHours(24, 0, 0, 0);
  if (!Number.isNaN(end.getTime())) formData.set('day-ends', new Date(end.getTime() - 1).toISOString());
});
