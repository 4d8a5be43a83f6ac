import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Returns what axe-core finds on a page, once nothing on it moves: the rule that was broken, and the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(() => document.getAnimations().length === 0);
  return page.evaluate(async (source) => {
    // The page's policy may allow no inline script, so axe-core is not added to the page but evaluated.
    const run = new Function(`${source}; return axe.run();`);
    const { violations: found, passes } = await run();
    if (passes.length < 10) throw new Error('axe-core has checked next to nothing');
    return found.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
        `${id}: ${nodes.map(({ html }) => html).join()}`,
    );
  }, axe);
}
