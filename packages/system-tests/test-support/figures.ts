/**
 * Prints what a test of a fault counted and measured, in one line: `figures: <fault> | 200 kills, 812 keys issued`.
 * `npm run reliability` writes it into the row of that fault in docs/reliability.md.
 *
 * @param fault The first cell of its row: a literal, or a template over engines.
 * @param counted Numbers by what they count, including the unit. They are rounded to whole numbers.
 * @example
 * figures(`kill -9 on ${engine}`, { kills: 200, 'keys issued': 812, 'ms to recover at most': 95.4 });
 */
export function figures(fault: string, counted: Readonly<Record<string, number>>): void {
  const parts = Object.entries(counted).map(([what, count]) => `${requireWholeNumber.format(count)} ${what}`);
  process.stdout.write(`figures: ${fault} | ${parts.join(', ')}\n`);
}

const requireWholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
