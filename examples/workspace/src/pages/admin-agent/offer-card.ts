import { type ApiKey, displayForm, isPosternError, type KeyOffer, offerState } from '@postern/core';
import type { OfferedRotation } from '@postern/core/ports';
import { relativeTime } from '@postern/settings';
import { html } from 'hono/html';
import type { Card } from '../../admin-agent/assistant.js';
import { madeFor } from '../../http/person-form.js';
import { keysPagePath } from '../../keys/named-owners.js';
import { isPermission } from '../../keys/permissions.js';
import { durationText } from '../../texts/format.js';
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

/** What the key is for, until when, and who offers it. */
async function keyFacts(reader: Reader, offer: KeyOffer): Promise<readonly CardFact[]> {
  const { cards } = reader.texts;
  const { owner, scopes, keyExpiresAt, offeredBy, expiresAt } = offer;
  return [
    [cards.actsAs, await reader.nameOf(owner)],
    [cards.mayDo, scopeList(reader, scopes)],
    [cards.expires, relativeTime(reader.settingsTexts, keyExpiresAt, cards.never)],
    [cards.offeredBy, await reader.nameOf(offeredBy)],
    [cards.offerEnds, relativeTime(reader.settingsTexts, expiresAt)],
  ];
}

function scopeList({ texts }: Reader, scopes: KeyOffer['scopes']): Markup | string {
  if (scopes === null) return texts.cards.everything;
  if (scopes.length === 0) return texts.cards.nothing;
  const items = scopes.map((scope) => {
    const sentence = isPermission(scope) ? texts.permissions[scope] : '';
    return html`<li>${sentence} <span class="chip">${scope}</span></li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** What a rotation ends, and when. */
async function endFacts(
  reader: Reader,
  { owner }: KeyOffer,
  { keyId, graceMs }: OfferedRotation,
): Promise<readonly CardFact[]> {
  const { cards, language } = reader.texts;
  const replaced = await findKey(reader, keyId);
  const when = graceMs === 0 ? cards.onReveal : cards.afterGrace(durationText(language, graceMs));
  return [
    [cards.ends, html`<code>${displayForm(replaced ?? { id: keyId, owner })}</code>`],
    ...lastUseFact(reader, replaced),
    [cards.when, when],
    [cards.alsoEnds, cards.earlierKey],
  ];
}

function lastUseFact(reader: Reader, key: ApiKey | undefined): readonly CardFact[] {
  return key === undefined ? [] : [[reader.texts.cards.lastUsed, lastUse(reader, key)]];
}

/** A page with a card that says little is better than no page: `unknown` if the offer can't be read right now. */
async function findOffer({ keys, person }: Reader, offerId: string): Promise<KeyOffer | 'gone' | 'unknown'> {
  try {
    return await keys.getOffer(offerId, { actor: { kind: 'user', id: person.id } });
  } catch (error) {
    return isPosternError(error) && error.code === 'ERR_OFFER_NOT_FOUND' ? 'gone' : 'unknown';
  }
}
