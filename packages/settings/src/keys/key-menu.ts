import type { ApiKey } from '@postern/core';
import { actionMenu, type MenuItem } from '../components/menu.js';
import { keysPath, type Page } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import type { KeyPageAction } from './key-actions.js';

/** The menu of a key in a table. Its owner must have a page. */
export function keyMenu(page: Page, key: ApiKey, actions: readonly KeyPageAction[]): Markup | string {
  const { texts } = page;
  const here = `${keysPath(page, key.owner)}/${key.id}`;
  const items: MenuItem[] = actions.map((action) => ({
    text: texts[action],
    href: `${here}/${action}`,
    isDialog: true,
    ends: action === 'delete',
  }));
  const history = { text: texts.history, href: `${here}#history` };
  // What ends the key for good comes last.
  const isLast = ({ ends }: MenuItem) => ends === true;
  return actionMenu(texts.actionsFor(key.name), [
    ...items.filter((item) => !isLast(item)),
    history,
    ...items.filter(isLast),
  ]);
}
