import type { SectionRun } from '../run-section.js';
import { isFarOff } from '../section.js';
import { formatNumber } from './format.js';

/** Says what is wrong by an order of magnitude, a line each, and whether nothing is. */
export function guard(runs: readonly SectionRun[]): boolean {
  const bounds = runs.flatMap(({ name, result }) => result.bounds.map((bound) => ({ name, ...bound })));
  const farOff = bounds.filter(isFarOff);
  for (const { name, claim, kind, limit, measured } of farOff)
    process.stderr.write(
      `bench: ${name}: ${claim}: ${formatNumber(measured.median)}, which is ten times off ${kind} ${formatNumber(limit)}\n`,
    );
  if (farOff.length === 0)
    process.stdout.write(`bench: all ${bounds.length} ratios are of the right order\n`);
  return farOff.length === 0;
}
