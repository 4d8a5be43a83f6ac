import { type ApiKey, type ClaimedKey, displayForm } from '@postern/core';
import { html } from 'hono/html';
import { factList } from '../components/facts.js';
import { exactText, exactTime } from '../components/time.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';

/** The page that shows a token, this once, with the owner of its key and the key that it replaced. */
export function issuedKeyPage(
  { page, owner }: OwnerPageContext,
  ownerName: string,
  claimed: ClaimedKey,
): Markup {
  const { texts } = page;
  const { key, token } = claimed;
  // M09 token
  const previous = 'previous' in claimed ? claimed.previous : undefined;
  const title = previous === undefined ? texts.issued(key.name) : texts.replaced(key.name);
  return layout(page, {
    title,
    main: html`<h1>${title}</h1>
${factList([
  [texts.owner, ownerName],
  [texts.expires, exactTime(texts, key.expiresAt)],
])}
${previous === undefined ? '' : html`<p class="warning">${whatEnds(texts, previous)}</p>`}
${'alsoRevoked' in claimed ? claimed.alsoRevoked.map((id) => html`<p class="warning">${texts.hasEnded(displayForm({ id, owner: key.owner, prefix: claimed.previous.prefix }))}</p>`) : ''}
<p class="warning" id="token-warning">${texts.storeItNow}</p>
<p><label for="token">${texts.token}</label>
<input id="token" class="token" value="${token}" readonly autofocus autocomplete="off" spellcheck="false" size="${token.length}" aria-describedby="token-warning"></p>
<p class="buttons"><button type="button" class="primary" data-copy="token" data-copied="${texts.copied}" data-by-hand="${texts.copyByHand}" hidden>${texts.copy}</button>
<a class="button" href="${keysPath(page, owner)}" data-close>${texts.done}</a></p>
<p role="status" class="status"></p>`,
  });
}

/** A rotated key has an expiry, or was revoked. */
function whatEnds(texts: Texts, previous: ApiKey): string {
  const key = displayForm(previous);
  if (previous.revokedAt !== null || previous.expiresAt === null) return texts.hasEnded(key);
  return texts.endsAt(key, exactText(texts, previous.expiresAt));
}
