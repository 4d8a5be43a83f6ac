import { type KeyOffer, type OfferState, offerState } from '@postern/core';
import { html } from 'hono/html';
import { factList } from '../components/facts.js';
import { pageHeader } from '../components/page-header.js';
import { relativeAndExact } from '../components/time.js';
import { personField } from '../form-person.js';
import { findKey } from '../keys/relatives.js';
import { keysPath, type OwnerPageContext, offerPath } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { offerFacts } from './offer-facts.js';

/** How someone came to the page of an offer. */
export interface OfferVisit {
  /** They withdrew it just now. Default: false. */
  readonly isJustWithdrawn?: boolean;
  /** They claimed a rotation without naming the key that it ends. Default: false. */
  readonly isUnconfirmed?: boolean;
}

/**
 * The page of an offer: who offers what to whom, and what it ends; and, while it is open, the button that claims it.
 * Afterwards, what has become of it, and where to go from there.
 */
export async function offerPage(
  context: OwnerPageContext,
  offer: KeyOffer,
  visit: OfferVisit,
): Promise<Awaited<Markup>> {
  const { page } = context;
  const { texts } = page;
  const { rotation } = offer;
  const replaced = rotation === null ? undefined : await findKey(context, rotation.keyId);
  const state = offerState(offer, new Date());
  const name = replaced?.name ?? offer.name;
  const title = rotation === null ? texts.offer(name) : texts.offeredSuccessor(name);
  const lead = rotation === null ? texts.revealHint : texts.replaceHint;
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: await crumbsBelowKeys(context),
    main: html`${pageHeader({ title, lead: state === 'open' ? lead : undefined })}
${state === 'open' ? '' : await ended(context, offer, { state, ...visit })}
${visit.isUnconfirmed && state === 'open' ? html`<p class="warning" role="alert">${texts.confirmReplace}</p>` : ''}
<div class="card offer">
${factList(await offerFacts(context, offer, { replaced, state }))}
${state === 'open' ? choices(context, offer) : ''}
</div>`,
  });
}

function choices({ page, owner, actor }: OwnerPageContext, offer: KeyOffer): Markup {
  const { texts } = page;
  const { rotation } = offer;
  const here = offerPath(page, offer);
  const claim =
    rotation === null
      ? html`<button class="primary">${texts.reveal}</button>`
      : html`<input type="hidden" name="replaces" value="${rotation.keyId}"><button class="danger">${texts.replaceAndReveal}</button>`;
  const cancel = html`<a class="button" href="${keysPath(page, owner)}" data-close autofocus>${texts.cancel}</a>`;
  const withdrawing = html`<form method="post" action="${here}/withdraw">${personField(actor)}<button${rotation === null ? html` class="bare"` : ''}>${texts.withdraw}</button></form>`;
  const claiming = html`<form method="post" action="${here}/claim" data-dialog>${personField(actor)}${claim}</form>`;
  const inOrder = rotation === null ? [claiming, withdrawing] : [cancel, withdrawing, claiming];
  return html`<div class="buttons">${inOrder}</div>`;
}

/** What has become of an offer, and the next step. */
async function ended(
  context: OwnerPageContext,
  offer: KeyOffer,
  { state, isJustWithdrawn = false }: OfferVisit & { readonly state: Exclude<OfferState, 'open'> },
): Promise<Markup> {
  const { page, owner } = context;
  const { texts } = page;
  const at = { claimed: offer.claimedAt, withdrawn: offer.withdrawnAt, expired: offer.expiresAt }[state];
  const sentence = html`${texts.offerStates[state]} ${relativeAndExact(texts, at)}`;
  // A claimed offer has become the key of the same ID.
  const key = state === 'claimed' ? await findKey(context, offer.id) : undefined;
  const keys = keysPath(page, owner);
  const next =
    key === undefined
      ? html`<a class="button" href="${keys}">${texts.seeKeys}</a>`
      : html`<a class="button" href="${keys}/${key.id}">${texts.openKey(key.name)}</a>`;
  const isDone = state === 'withdrawn' && isJustWithdrawn;
  return html`<p class="${isDone ? 'done' : 'notice'}"${isDone ? html` role="status" data-done` : ''}>${sentence}</p>
<p class="buttons">${next}</p>`;
}
