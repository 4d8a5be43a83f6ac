import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** The rules whose result depends on the colours of a page. */
export const colourRules: readonly string[] = ['color-contrast', 'link-in-text-block'];

/**
 * Returns what axe-core finds on a page, once nothing on it moves: the rule that was broken, and the elements.
 *
 * @param rules Default: all of axe-core's.
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.waitForFunction(() => document.getAnimations().length === 0);
  return page.evaluate(
    async ([source, only]) => {
      // The page's policy may allow no inline script, so axe-core is not added to the page but evaluated.
      const run = new Function('options', `${source}; return axe.run(options);`);
      const {
        violations: found,
        passes,
        incomplete,
      } = await run(only === undefined ? {} : { runOnly: only });
      const isEnough = only === undefined ? passes.length >= 10 : passes.length + incomplete.length > 0;
      if (!isEnough) throw new Error('axe-core has checked next to nothing');
      return found.map(
        ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
          `${id}: ${nodes.map(({ html }) => html).join()}`,
      );
    },
    [axe, rules] as const,
  );
}
