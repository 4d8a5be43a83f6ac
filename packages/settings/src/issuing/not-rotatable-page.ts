import { type ApiKey, displayForm, keyState } from '@postern/core';
import { html } from 'hono/html';
import { factList } from '../components/facts.js';
import { exactText, relativeTime } from '../components/time.js';
import { actorName } from '../keys/actor-names.js';
import { findKey } from '../keys/relatives.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';

/** Whether a key can be rotated: once, while it is live. */
export function isLive(key: ApiKey): boolean {
  return keyState(key, new Date()) === 'live';
}

/** The page of a key that can't be rotated: why, and what to do instead. */
export async function notRotatablePage(context: OwnerPageContext, key: ApiKey): Promise<Awaited<Markup>> {
  const { page } = context;
  const { texts } = page;
  const here = keysPath(page, context.owner);
  const successor = key.successorId === null ? undefined : await findKey(context, key.successorId);
  const title = successor === undefined ? texts.cannotRotate(key.name) : texts.alreadyRotated(key.name);
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: await crumbsBelowKeys(context),
    main: html`<h1>${title}</h1>
${successor === undefined ? html`<p>${whyNot(texts, key)}</p><p class="buttons"><a class="button primary" href="${here}/new" data-dialog>${texts.createAnother}</a></p>` : await rotated(context, key, successor)}`,
  });
}

/** A rotated key, and the key that replaced it. Its token was shown once, so this says what to do without it. */
async function rotated(context: OwnerPageContext, key: ApiKey, successor: ApiKey): Promise<Markup> {
  const { page, actor, owner } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const { createdBy } = successor;
  const isOwn = createdBy.kind === actor.kind && createdBy.id === actor.id;
  const by = isOwn ? texts.byYou : texts.byWhom(await actorName(context, createdBy));
  const old = keyState(key, new Date()) === 'rotated' ? key.expiresAt : null;
  const facts = factList([
    [texts.wasRotated, html`${relativeTime(texts, key.rotatedAt)} ${by}`],
    [texts.newKey, html`<a href="${here}/${successor.id}"><code>${displayForm(successor)}</code></a>`],
  ]);
  const look = (isBest: boolean) => (isBest ? 'button primary' : 'button');
  const rotateNewKey = html`<a class="${look(old === null)}" href="${here}/${successor.id}/rotate" data-dialog>${texts.rotateNewKey}</a>\n`;
  const createAnother = html`<a class="${look(old !== null)}" href="${here}/new" data-dialog>${texts.createAnother}</a>\n`;
  return html`<div class="issued">${facts}
<p>${texts.tokenWasShown} ${old === null ? texts.hasEnded(displayForm(key)) : texts.endsAt(displayForm(key), exactText(texts, old))}</p>
<p>${old === null ? texts.tokenLost : texts.tokenLostInGrace}</p>
<p class="buttons">${old === null ? [createAnother, rotateNewKey] : [rotateNewKey, createAnother]}</p>
</div>`;
}

function whyNot(texts: Texts, key: ApiKey): string {
  const state = keyState(key, new Date());
  if (state === 'disabled') return texts.rotateDisabled;
  if (state === 'expired') return texts.rotateExpired;
  return key.successorId === null && state === 'revoked'
    ? texts.rotateDeleted
    : texts.errors.ERR_KEY_NOT_LIVE;
}
