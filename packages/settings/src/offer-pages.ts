import { type ApiKey, isPosternError, isSameOwner, type KeyOffer, PosternError } from '@postern/core';
import type { Hono } from 'hono';
import { readFields } from './read-form.js';
import { issuedKeyPage } from './views/issued-key.js';
import { offerPage } from './views/offer.js';
import {
  offerPath,
  ownerText,
  type PageContext,
  type PageEnv,
  type Visit,
  type Visited,
  visitorOf,
} from './visit.js';

/** Adds the pages of what is offered. A token is drawn, and shown, when somebody reveals it there. */
export function addOfferPages(app: Hono<PageEnv>, visited: Visited): void {
  app.get('/offers/:offerId', async (c) => {
    const { visit, offer } = await visitOffer(c, visited, c.req.param('offerId'));
    return c.html(await offerPage(visit, offer, await replacedKey(visit, offer)));
  });

  app.post('/offers/:offerId/claim', async (c) => {
    const { visit, offer } = await visitOffer(c, visited, c.req.param('offerId'));
    // A button elsewhere may just say "Reveal". Only the page that says what the claim ends sends this field.
    // M09 claim
    if (offer.rotation !== null && (await readFields(c.req.raw)).get('replaces') !== offer.rotation.keyId)
      return c.html(await offerPage(visit, offer, await replacedKey(visit, offer)), 422);
    const { keys, owner, actor } = visit;
    // Before the offer is claimed: if this fails, no token is lost.
    const ownerName = await ownerText(visit);
    return c.html(issuedKeyPage(visit, ownerName, await keys.claim(offer.id, { owner, actor })), 201);
  });

  app.post('/offers/:offerId/withdraw', async (c) => {
    const { visit, offer } = await visitOffer(c, visited, c.req.param('offerId'));
    const { keys, owner, actor, page } = visit;
    await keys.withdrawOffer(offer.id, { owner, actor });
    return c.redirect(offerPath(page, offer), 303);
  });
}

/** The key that a rotation replaces, as it is now. `undefined`: there isn't one, or the person may not see it. */
async function replacedKey(
  { keys, owner, actor }: Visit,
  { rotation }: KeyOffer,
): Promise<ApiKey | undefined> {
  if (rotation === null) return undefined;
  try {
    return await keys.get(rotation.keyId, { owner, actor });
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Says who visits, and which offer.
 *
 * @throws {SignedOut} where nobody is signed in; `PosternError` `ERR_OFFER_NOT_FOUND` where it is none of theirs.
 */
async function visitOffer(
  c: PageContext,
  visited: Visited,
  offerId: string,
): Promise<{ readonly visit: Visit; readonly offer: KeyOffer }> {
  const visitor = await visitorOf(c, visited);
  const offer = await visited.keys.getOffer(offerId, { actor: visitor.actor });
  const owner = visitor.owners.find((one) => isSameOwner(one, offer.owner));
  // The same as core says where there is none.
  if (owner === undefined)
    throw new PosternError(
      'ERR_OFFER_NOT_FOUND',
      'there is no such offer, or it ended long ago; request a new one',
    );
  c.set('visitor', { ...visitor, owner });
  return { visit: { ...visitor, owner, keys: visited.keys }, offer };
}
