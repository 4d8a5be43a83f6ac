import type { Page } from 'playwright-core';

/**
 * Returns what is shown where it should not be: elements with the attribute `hidden` that are visible all the same, and
 * labels on a table's cards that cover their values. Empty if there is nothing like that.
 */
export function misplaced(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const named = (element: Element) => element.outerHTML.slice(0, 160);
    const shown = [...document.querySelectorAll('[hidden]')].filter((element) => element.checkVisibility());
    const covered = [...document.querySelectorAll('td[data-label]')].filter((cell) => {
      const label = getComputedStyle(cell, '::before');
      if (label.content === 'none' || label.position !== 'absolute') return false;
      const value = document.createRange();
      value.selectNodeContents(cell);
      const labelEnd = cell.getBoundingClientRect().left + Number.parseFloat(label.width);
      return [...value.getClientRects()].some(({ left, width }) => width > 1 && left < labelEnd);
    });
    return [
      ...shown.map((element) => `shown although hidden: ${named(element)}`),
      ...covered.map((cell) => `covered by its label: ${named(cell)}`),
    ].slice(0, 5);
  });
}
