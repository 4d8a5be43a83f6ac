import type { ClaimedKey } from '@postern/core';
import { html } from 'hono/html';
import { keysPath, type Visit } from '../visit.js';
import { framed, type Markup } from './frame.js';

/** The page that shows a token, this once. */
export function issuedKeyPage({ page, owner }: Visit, { key, token }: ClaimedKey): Markup {
  const { texts } = page;
  return framed(page, {
    title: texts.issued(key.name),
    main: html`<h1>${texts.issued(key.name)}</h1>
<p class="warning" id="token-warning">${texts.storeItNow}</p>
<p><label for="token">${texts.token}</label>
<input id="token" class="token" value="${token}" readonly autofocus autocomplete="off" spellcheck="false" size="${token.length}" aria-describedby="token-warning"></p>
<p class="buttons"><button type="button" class="primary" data-copy="token" data-copied="${texts.copied}" data-by-hand="${texts.copyByHand}" hidden>${texts.copy}</button>
<a class="button" href="${keysPath(page, owner)}" data-close>${texts.done}</a></p>
<p role="status" class="status"></p>`,
  });
}
