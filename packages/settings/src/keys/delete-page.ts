import { type ApiKey, displayForm } from '@postern/core';
import { html } from 'hono/html';
import { scopeList } from '../components/chips.js';
import { factList } from '../components/facts.js';
import { exactText } from '../components/time.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';

/** The page that asks for confirmation before a key is deleted. */
export async function deleteKeyPage(
  context: OwnerPageContext,
  ownerName: string,
  key: ApiKey,
): Promise<Awaited<Markup>> {
  const { page, owner } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const use =
    key.lastUsedAt === null ? texts.deleteNeverUsed : texts.deleteLastUsed(exactText(texts, key.lastUsedAt));
  return layout(page, {
    title: texts.deleteTitle(key.name),
    nav: await navigation(context),
    crumbs: await crumbsBelowKeys(context),
    main: html`<h1>${texts.deleteTitle(key.name)}</h1>
${factList([
  [texts.key, html`<code>${displayForm(key)}</code>`],
  [texts.owner, ownerName],
  [texts.scopes, scopeList(page, key.scopes, texts.allScopes)],
])}
<p>${use}</p>
<form method="post" action="${here}/${key.id}/delete" data-in-dialog>
<p class="buttons"><button class="danger">${texts.delete}</button> <a class="button" href="${here}" data-close autofocus>${texts.cancel}</a></p>
</form>`,
  });
}
