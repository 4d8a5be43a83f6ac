import {
  type ActorReference,
  type ApiKey,
  displayForm,
  isSameOwner,
  type KeyOffer,
  type OfferState,
} from '@postern/core';
import { html } from 'hono/html';
import { everythingText, scopeList } from '../components/chips.js';
import type { Fact } from '../components/facts.js';
import { relativeAndExact } from '../components/time.js';
import { actorName } from '../keys/actor-names.js';
import { findKey } from '../keys/relatives.js';
import { type OwnerPageContext, ownerText } from '../page-context.js';
import type { Texts } from '../texts/texts.js';
import { rotationEnds } from './rotation-ends.js';

/**
 * What an offer is about, from its own record, whatever else is said about it. `replaced` is the key that a rotation
 * replaces, as it is now, if the person may see it.
 */
export async function offerFacts(
  context: OwnerPageContext,
  offer: KeyOffer,
  { replaced, state }: { readonly replaced: ApiKey | undefined; readonly state: OfferState },
): Promise<readonly Fact[]> {
  const { page, owner, actor } = context;
  const { texts } = page;
  const { scopes, keyExpiresAt, rotation } = offer;
  const ownerName = await ownerText(context);
  return [
    ...replacedFacts(texts, offer, { replaced, state }),
    [texts.owner, isSameOwner(owner, actor) ? texts.you(ownerName) : ownerName],
    [texts.scopes, scopeList(page, scopes, everythingText(context))],
    [
      rotation === null ? texts.expires : texts.newKeyExpires,
      keyExpiresAt === null && state === 'open'
        ? html`<p class="warning">${texts.offerNeverExpires}</p>`
        : relativeAndExact(texts, keyExpiresAt, texts.noExpiry),
    ],
    [texts.offeredBy, await offererName(context, offer.offeredBy)],
    [texts.offeredAt, relativeAndExact(texts, offer.offeredAt)],
    ...(state === 'open' ? [[texts.offeredUntil, relativeAndExact(texts, offer.expiresAt)] as const] : []),
  ];
}

function replacedFacts(
  texts: Texts,
  { rotation, owner }: KeyOffer,
  { replaced, state }: { readonly replaced: ApiKey | undefined; readonly state: OfferState },
): readonly Fact[] {
  if (rotation === null) return [];
  const key = html`<code>${displayForm(replaced ?? { id: rotation.keyId, owner })}</code>`;
  // What an offer that has ended would have done is no longer true.
  const ends = html`<p class="warning">${rotationEnds(texts, rotation, replaced)}</p>`;
  const shown = state === 'open' ? html`${key}${ends}` : key;
  const lastUsed: Fact = [
    texts.lastUsed,
    relativeAndExact(texts, replaced?.lastUsedAt ?? null, texts.neverUsed),
  ];
  return [[texts.replaces, shown], ...(replaced === undefined ? [] : [lastUsed])];
}

/** Who made an offer. Of a key, such as an agent's: its name and its owner, if the person may see it. */
async function offererName(context: OwnerPageContext, offerer: ActorReference): Promise<string> {
  const { nameOf, actor, page } = context;
  const { texts } = page;
  if (offerer.kind === 'key') {
    const key = await findKey(context, offerer.id);
    return key === undefined
      ? actorName(context, offerer)
      : texts.keyOf(key.name, await ownerText({ ...context, owner: key.owner }));
  }
  const name = await nameOf(offerer);
  return offerer.kind === actor.kind && offerer.id === actor.id ? texts.you(name) : name;
}
