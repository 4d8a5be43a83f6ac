import type { SectionRun } from '../run-section.js';
import { isFarOff } from '../section.js';
import { formatNumber } from './format.js';

/** Reports every bound that is missed by an order of magnitude, one per line. Returns true if there are none. */
export function guard(runs: readonly SectionRun[]): boolean {
  const bounds = runs.flatMap(({ name, result }) => result.bounds.map((bound) => ({ name, ...bound })));
  const farOff = bounds.filter(isFarOff);
  for (const { name, claim, kind, limit, measured } of farOff)
    process.stderr.write(
      `bench: ${name}: ${claim}: ${formatNumber(measured.median)} misses the bound "${kind} ${formatNumber(limit)}" by more than ten times\n`,
    );
  if (farOff.length === 0)
    process.stdout.write(`bench: all ${bounds.length} ratios are of the right order\n`);
  return farOff.length === 0;
}
