import type { Spread } from '../harness/spread.js';

/** Formats a number with three significant digits, and no decimals if it has three digits before the point. */
export function formatNumber(number: number): string {
  const size = Math.abs(number);
  if (!Number.isFinite(number)) return '–';
  if (Number.isInteger(number)) return number.toLocaleString('en');
  if (size >= 100) return Math.round(number).toLocaleString('en');
  return number.toFixed(size >= 10 ? 1 : 2);
}

/** Formats a median with its spread: `8.21 (8.02–8.90)`. */
export function formatSpread({ median, lowest, highest }: Spread): string {
  return `${formatNumber(median)} (${formatNumber(lowest)}–${formatNumber(highest)})`;
}
