import { isSameOwner, type KeyOffer, PosternError } from '@postern/core';
import type { Hono } from 'hono';
import { tokenPage } from '../issuing/token-page.js';
import {
  contextOfOwner,
  type HonoContext,
  type OwnerPageContext,
  offerPath,
  type PageDeps,
  type PageEnv,
  pageContext,
} from '../page-context.js';
import { readFields } from '../read-fields.js';
import { offerPage } from './offer-page.js';

/** Adds the pages for offers. A token is created, and shown, when the person reveals it there. */
export function addOfferPages(app: Hono<PageEnv>, deps: PageDeps): void {
  app.get('/offers/:offerId', async (c) => {
    const { context, offer } = await offerPageContext(c, deps, c.req.param('offerId'));
    const isJustWithdrawn = c.req.query('done') === 'withdrawn';
    return c.html(await offerPage(context, offer, { isJustWithdrawn }));
  });

  app.post('/offers/:offerId/claim', async (c) => {
    const { context, offer } = await offerPageContext(c, deps, c.req.param('offerId'));
    // A button elsewhere may just say "Reveal". Only the page that says what the claim ends sends this field.
    // M09 claim
    if (offer.rotation !== null && (await readFields(c.req.raw)).get('replaces') !== offer.rotation.keyId)
      return c.html(await offerPage(context, offer, { isUnconfirmed: true }), 422);
    const { keys, owner, actor } = context;
    const show = await tokenPage(context);
    return c.html(show(await keys.claim(offer.id, { owner, actor })), 201);
  });

  app.post('/offers/:offerId/withdraw', async (c) => {
    const { context, offer } = await offerPageContext(c, deps, c.req.param('offerId'));
    const { keys, owner, actor, page } = context;
    await keys.withdrawOffer(offer.id, { owner, actor });
    return c.redirect(`${offerPath(page, offer)}?done=withdrawn`, 303);
  });
}

/**
 * Returns the context of an offer's page, and the offer.
 *
 * @throws {SignedOut} if no one is signed in; `PosternError` `ERR_OFFER_NOT_FOUND` if the person may not see the offer.
 */
async function offerPageContext(
  c: HonoContext,
  deps: PageDeps,
  offerId: string,
): Promise<{ readonly context: OwnerPageContext; readonly offer: KeyOffer }> {
  const context = await pageContext(c, deps);
  const offer = await deps.keys.getOffer(offerId, { actor: context.actor });
  const owner = context.owners.find((one) => isSameOwner(one, offer.owner));
  // The same code as core's for an offer that does not exist: the pages look the same.
  if (owner === undefined) throw new PosternError('ERR_OFFER_NOT_FOUND', 'there is no such offer');
  return { context: contextOfOwner(c, deps, { ...context, owner }), offer };
}
