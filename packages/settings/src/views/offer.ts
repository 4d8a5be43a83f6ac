import { displayForm, type KeyOffer, offerState } from '@postern/core';
import { html } from 'hono/html';
import { offerPath, type Visit } from '../visit.js';
import { duration } from './duration.js';
import { framed, type Markup, navigation } from './frame.js';
import { instant } from './instant.js';

/** The page of something that is offered: what it would be, and, while it is open, *Reveal key*. */
export async function offerPage(visit: Visit, offer: KeyOffer): Promise<Awaited<Markup>> {
  const { page } = visit;
  const { texts } = page;
  const state = offerState(offer, new Date());
  const title = offer.rotation === null ? texts.offer(offer.name) : texts.offeredSuccessor(offer.name);
  return framed(page, {
    title,
    nav: await navigation(visit),
    main: html`<h1>${title}</h1>
<dl>${await factsOf(visit, offer)}</dl>
${state === 'open' ? choices(visit, offer) : html`<p class="notice">${texts.offerStates[state]}</p>`}`,
  });
}

async function factsOf({ page: { texts }, owner, nameOf }: Visit, offer: KeyOffer): Promise<Markup[]> {
  const { scopes, keyExpiresAt, rotation } = offer;
  const fact = (name: string, value: Markup | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const facts = [
    fact(texts.owner, await nameOf(owner)),
    fact(texts.scopes, scopes === null ? texts.allScopes : scopes.join(', ')),
    fact(texts.expires, instant(texts, keyExpiresAt)),
  ];
  if (rotation !== null) {
    const grace =
      rotation.graceMs === 0 ? texts.endsAtOnce : texts.endsAfter(duration(texts, rotation.graceMs));
    const replaced = displayForm({ id: rotation.keyId, owner });
    facts.push(fact(texts.replaces, html`<code>${replaced}</code> ${grace}`));
  }
  return facts;
}

function choices({ page }: Visit, offer: KeyOffer): Markup {
  const { texts } = page;
  const here = offerPath(page, offer);
  return html`<p class="hint">${texts.revealHint}</p>
<div class="buttons">
<form method="post" action="${here}/claim" data-dialog><button class="primary">${texts.reveal}</button></form>
<form method="post" action="${here}/withdraw"><button>${texts.withdraw}</button></form>
</div>
<p class="hint">${texts.offeredUntil} ${instant(texts, offer.expiresAt)}</p>`;
}
