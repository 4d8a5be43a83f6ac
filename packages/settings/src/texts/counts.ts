/** How many keys: a number, or words such as `100+`. */
export function keysInEnglish(count: number | string): string {
  const shown = typeof count === 'number' ? count.toLocaleString('en') : count;
  return shown === '1' ? '1 key' : `${shown} keys`;
}

export function keysInGerman(count: number | string): string {
  return `${typeof count === 'number' ? count.toLocaleString('de') : count} Schlüssel`;
}

export function daysInEnglish(days: number): string {
  return days === 1 ? 'a day' : `${days} days`;
}

/** In the dative, as after `seit` and `innerhalb von`. */
export function daysInGerman(days: number): string {
  return days === 1 ? 'einem Tag' : `${days} Tagen`;
}
