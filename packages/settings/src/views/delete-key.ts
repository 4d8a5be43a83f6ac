import type { ApiKey } from '@postern/core';
import { displayForm } from '@postern/core';
import { html } from 'hono/html';
import { keysPath, type Visit } from '../visit.js';
import { framed, type Markup } from './frame.js';
import { instantText } from './instant.js';

/** The page that asks whether a key is to be deleted. */
export function deleteKeyPage({ page, owner }: Visit, ownerName: string, key: ApiKey): Markup {
  const { texts } = page;
  const here = keysPath(page, owner);
  const use =
    key.lastUsedAt === null
      ? texts.deleteNeverUsed
      : texts.deleteLastUsed(instantText(texts, key.lastUsedAt));
  return framed(page, {
    title: texts.deleteTitle(key.name),
    main: html`<h1>${texts.deleteTitle(key.name)}</h1>
<p><code>${displayForm(key)}</code></p>
<p>${texts.owner}: ${ownerName}</p>
<p>${use}</p>
<form method="post" action="${here}/${key.id}/delete" data-in-dialog>
<p class="buttons"><button class="danger">${texts.delete}</button> <a class="button" href="${here}" data-close autofocus>${texts.cancel}</a></p>
</form>`,
  });
}
