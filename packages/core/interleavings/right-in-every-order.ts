import { expect, it } from 'vitest';
import { everyOrder, type Scenario } from './every-order.js';

/**
 * Declares the test of a scenario. The numbers are explicit: how many orders there are, and how many lead to each
 * outcome. A change of core may change them; check that it should, and that no outcome disappears.
 */
export function itIsRightInEveryOrder<World>(
  name: string,
  scenario: Scenario<World>,
  { orders, ...outcomes }: { readonly orders: number; readonly [Outcome: string]: number },
): void {
  it(`${name}: right in each of ${orders} orders`, { timeout: 120_000 }, async () => {
    const startedAt = performance.now();
    const explored = await everyOrder(scenario);
    const ms = Math.round(performance.now() - startedAt);
    const came = Object.entries(explored.outcomes).map(([outcome, count]) => `${count} to "${outcome}"`);
    // `npm run reliability` writes this into docs/reliability.md.
    process.stdout.write(`figures: ${name} | ${explored.orders} orders in ${ms} ms: ${came.join('; ')}\n`);
    expect(explored).toEqual({ orders, outcomes });
  });
}
