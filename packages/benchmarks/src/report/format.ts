import type { Spread } from '../harness/spread.js';

/** Writes a number with three digits that count, and no more than a reader can use. */
export function formatNumber(number: number): string {
  const size = Math.abs(number);
  if (!Number.isFinite(number)) return '–';
  if (Number.isInteger(number)) return number.toLocaleString('en');
  if (size >= 100) return Math.round(number).toLocaleString('en');
  return number.toFixed(size >= 10 ? 1 : 2);
}

/** Writes a median with its spread: `8.21 (8.02–8.90)`. */
export function formatSpread({ median, lowest, highest }: Spread): string {
  return `${formatNumber(median)} (${formatNumber(lowest)}–${formatNumber(highest)})`;
}
