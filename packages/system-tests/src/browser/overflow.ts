import type { Page } from 'playwright-core';

/**
 * Returns what makes a page wider than its window: the innermost elements that reach out of it, or whose content does.
 * Empty if nothing does.
 */
export function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) =>
        element.getBoundingClientRect().right > clientWidth + 0.5 ||
        element.getBoundingClientRect().left + element.scrollWidth > clientWidth + 0.5,
    );
    const innermost = wide.filter((element) => ![...element.children].some((child) => wide.includes(child)));
    const named = innermost.map((element) => element.outerHTML.slice(0, 160));
    return [`${scrollWidth} of ${clientWidth} pixels`, ...named.slice(0, 5)];
  });
}
