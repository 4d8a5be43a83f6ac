import {
  type ApiKey,
  displayForm,
  isPosternError,
  isSameOwner,
  type KeyOffer,
  type Owner,
  offerState,
} from '@postern/core';
import { html } from 'hono/html';
import type { Card } from '../admin-agent/assistant.js';
import { nameOf, type OwnerStores } from '../keys/named-owners.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import type { Markup } from './page.js';

type OfferCard = Extract<Card, { readonly kind: 'offer' }>;

interface Reader extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly person: Person;
}

/**
 * The card of an offer that an agent made. A model may say anything about it, so the card states what a click does,
 * from the offer's own record. It has *Reveal key* only if no key ends: the card of a rotation links to a page that
 * says which one ends.
 */
export async function offerCard(reader: Reader, card: OfferCard): Promise<Markup> {
  const { offerId, name } = card;
  const offer = await findOffer(reader, offerId);
  if (offer === 'unknown') return offerLink(card);
  if (offer === 'gone') return box(name, html`<p>${endedTexts.expired}</p>`);

  const { rotation } = offer;
  const title = rotation === null ? `New key “${name}”` : `Replace the key “${name}”`;
  const state = offerState(offer, new Date());
  if (state !== 'open') return box(title, html`<p>${endedTexts[state]}</p>`);
  const reveal = html`<form method="post" action="${offerPath(card)}/claim" data-dialog><button class="primary">Reveal key</button></form>`;
  return box(
    title,
    html`<dl>${await offerFacts(reader, offer)}</dl>
<div class="buttons">${/* M09 card */ rotation === null ? reveal : linkButton(card, 'Review and replace…')}</div>`,
  );
}

/** The card of an offer that is not looked up: a link to its page, which shows its state. */
export function offerLink(card: OfferCard): Markup {
  return box(card.name, html`<p>${linkButton(card, 'View offer…')}</p>`);
}

function offerPath({ offerId }: OfferCard): string {
  return `/settings/offers/${offerId}`;
}

function linkButton(card: OfferCard, text: string): Markup {
  return html`<a class="button" href="${offerPath(card)}" data-dialog>${text}</a>`;
}

function box(title: string, content: Markup): Markup {
  return html`<section class="card"><h2>${title}</h2>
${content}</section>`;
}

const endedTexts = {
  claimed: 'This key was revealed.',
  withdrawn: 'This offer was withdrawn.',
  expired: 'This offer has expired. Ask for a new one.',
} as const;

async function offerFacts(reader: Reader, offer: KeyOffer): Promise<readonly Markup[]> {
  const { owner, scopes, keyExpiresAt, rotation } = offer;
  const fact = (name: string, value: string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const facts = [
    fact('Owner', await ownerName(reader, owner)),
    fact(
      'Scopes',
      scopes === null ? 'Everything its owner can do' : scopes.join(', ') || "None: it can't do anything",
    ),
    fact('Expires', keyExpiresAt === null ? 'Never' : `${keyExpiresAt.toISOString().slice(0, 16)}Z`),
  ];
  if (rotation === null) return facts;
  const grace = durationText(rotation.graceMs);
  const ends = rotation.graceMs === 0 ? 'stops working as soon as you confirm' : `works for at most ${grace}`;
  const replaced = displayForm((await findKey(reader, rotation.keyId)) ?? { id: rotation.keyId, owner });
  const earlier =
    rotation.graceMs === 0
      ? ', and so does any key that it had replaced'
      : '; any key that it had replaced stops as soon as you confirm';
  return [fact('Replaces', `${replaced}, which ${ends}${earlier}`), ...facts];
}

/** The key that a rotation replaces shows its prefix, if it can be read. */
function findKey({ keys, person }: Reader, keyId: string): Promise<ApiKey | undefined> {
  return keys.get(keyId, { actor: { kind: 'user', id: person.id } }).catch(() => undefined);
}

async function ownerName(reader: Reader, owner: Owner): Promise<string> {
  const { person } = reader;
  if (isSameOwner(owner, { kind: 'user', id: person.id })) return `${person.name} (you)`;
  const name = await nameOf(reader, owner);
  if (owner.kind === 'team') return `Team ${name}`;
  return owner.kind === 'service' ? `Service account ${name}` : name;
}

function durationText(ms: number): string {
  const [unit, unitMs] =
    ms % 3_600_000 === 0 ? (['hour', 3_600_000] as const) : (['minute', 60_000] as const);
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(ms / unitMs);
}

/** A page with a card that says little is better than no page: `unknown` if the offer can't be read right now. */
async function findOffer({ keys, person }: Reader, offerId: string): Promise<KeyOffer | 'gone' | 'unknown'> {
  try {
    return await keys.getOffer(offerId, { actor: { kind: 'user', id: person.id } });
  } catch (error) {
    return isPosternError(error) && error.code === 'ERR_OFFER_NOT_FOUND' ? 'gone' : 'unknown';
  }
}
