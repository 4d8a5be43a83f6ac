import { displayForm, isPosternError, type KeyOffer, offerState } from '@postern/core';
import type { OfferedRotation } from '@postern/core/ports';
import { relativeTime, rotationEnds } from '@postern/settings';
import { html } from 'hono/html';
import type { Card } from '../../admin-agent/assistant.js';
import { madeFor } from '../../http/person-form.js';
import { keysPagePath } from '../../keys/named-owners.js';
import { isPermission } from '../../keys/permissions.js';
import type { Markup } from '../page.js';
import { type CardFact, cardBox, findKey, lastUse } from './card.js';
import type { Reader } from './reader.js';

type OfferCard = Extract<Card, { readonly kind: 'offer' }>;

/**
 * The card of an offer that an agent made. A model may say anything about it, so the card states what a click does,
 * from the offer's own record. It has *Reveal key* only if no key ends: the card of a rotation links to a page that
 * says which one ends.
 */
export async function offerCard(reader: Reader, card: OfferCard): Promise<Markup> {
  const { cards } = reader.texts;
  const { offerId: keyId, name } = card;
  const offer = await findOffer(reader, keyId);
  if (offer === 'unknown') return offerLink(reader, card);
  if (offer === 'gone') return cardBox({ keyId, title: name, notice: cards.states.expired });

  const { rotation } = offer;
  const title = rotation === null ? cards.newKey(offer.name) : cards.rotation(offer.name);
  const state = offerState(offer, new Date());
  if (state !== 'open')
    return cardBox({
      ...{ keyId, title, notice: cards.states[state] },
      ...(state === 'claimed' && { actions: [keyLink(reader, offer)] }),
    });
  const path = offerPath(card);
  const reveal = html`<form method="post" action="${path}/claim" data-dialog data-no-answer="${cards.noAnswer}">${madeFor(reader.person)}<button class="primary">${cards.reveal}</button></form>`;
  return cardBox({
    ...{ keyId, title, ...(rotation !== null && { badge: cards.endsAKey }) },
    facts: [
      ...(rotation === null ? [] : await endFacts(reader, offer, rotation)),
      ...(await keyFacts(reader, offer)),
    ],
    actions: [
      html`${/* M09 card */ rotation === null ? reveal : pageLink(card, cards.review)}`,
      html`<form method="post" action="${path}/withdraw" data-dialog data-no-answer="${cards.noAnswer}">${madeFor(reader.person)}<button class="bare">${cards.withdraw}</button></form>`,
    ],
  });
}

/** The card of an offer that is not looked up: a link to its page, which shows its state. */
export function offerLink({ texts }: Reader, card: OfferCard): Markup {
  const { offerId: keyId, name: title } = card;
  return cardBox({ keyId, title, actions: [pageLink(card, texts.cards.view)] });
}

function offerPath({ offerId }: OfferCard): string {
  return `/settings/offers/${offerId}`;
}

function pageLink(card: OfferCard, text: string): Markup {
  return html`<a class="button" href="${offerPath(card)}" data-dialog>${text}</a>`;
}

/** A revealed key has the ID of its offer. */
function keyLink({ texts }: Reader, { id, owner }: KeyOffer): Markup {
  return html`<a class="button small" href="${keysPagePath(owner)}/${id}">${texts.cards.viewKey}</a>`;
}

/** What the key is for, until when, and who offers it: in the words and the order of the page of the offer. */
async function keyFacts(reader: Reader, offer: KeyOffer): Promise<readonly CardFact[]> {
  const { settingsTexts: texts } = reader;
  const { owner, rotation, keyExpiresAt, offeredBy, expiresAt } = offer;
  const expiry =
    keyExpiresAt === null
      ? html`<p class="warning">${texts.offerNeverExpires}</p>`
      : relativeTime(texts, keyExpiresAt);
  return [
    [texts.owner, await reader.nameOf(owner)],
    [texts.scopes, scopeList(reader, offer)],
    [rotation === null ? texts.expires : texts.newKeyExpires, expiry],
    [texts.offeredBy, await reader.nameOf(offeredBy)],
    [texts.offeredUntil, relativeTime(texts, expiresAt)],
  ];
}

function scopeList({ texts, settingsTexts, person }: Reader, { scopes, owner }: KeyOffer): Markup | string {
  if (scopes?.length === 0) return settingsTexts.noScopes;
  if (scopes === null) {
    if (owner.kind === 'team') return settingsTexts.everythingTheTeamCan;
    const isOwn = owner.kind === 'user' && owner.id === person.id;
    return isOwn ? settingsTexts.everythingYouCan : settingsTexts.everythingItsOwnerCan;
  }
  const items = scopes.map((scope) => {
    const sentence = isPermission(scope) ? texts.permissions[scope] : '';
    return html`<li><span class="chip">${scope}</span> ${sentence}</li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** What a rotation ends, and when. */
async function endFacts(
  reader: Reader,
  { owner }: KeyOffer,
  rotation: OfferedRotation,
): Promise<readonly CardFact[]> {
  const { settingsTexts: texts } = reader;
  const replaced = await findKey(reader, rotation.keyId);
  const key = displayForm(replaced ?? { id: rotation.keyId, owner });
  return [
    [
      texts.replaces,
      html`<code>${key}</code><p class="warning">${rotationEnds(texts, rotation, replaced)}</p>`,
    ],
    ...(replaced === undefined ? [] : [[texts.lastUsed, lastUse(reader, replaced)] as const]),
  ];
}

/** A page with a card that says little is better than no page: `unknown` if the offer can't be read right now. */
async function findOffer({ keys, person }: Reader, offerId: string): Promise<KeyOffer | 'gone' | 'unknown'> {
  try {
    return await keys.getOffer(offerId, { actor: { kind: 'user', id: person.id } });
  } catch (error) {
    return isPosternError(error) && error.code === 'ERR_OFFER_NOT_FOUND' ? 'gone' : 'unknown';
  }
}
