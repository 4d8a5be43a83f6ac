import { type ApiKey, displayForm, type KeyOffer, offerState } from '@postern/core';
import type { OfferedRotation } from '@postern/core/ports';
import { html } from 'hono/html';
import { duration, exactTime } from '../components/time.js';
import { keysPath, type OwnerPageContext, offerPath, ownerText } from '../page-context.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';

/**
 * The page of an offer: what it creates, for whom, and what it ends; and, while it is open, the button that claims it.
 * `replaced` is the key that a rotation replaces, as it is now, if the person may see it.
 */
export async function offerPage(
  context: OwnerPageContext,
  offer: KeyOffer,
  replaced: ApiKey | undefined,
): Promise<Awaited<Markup>> {
  const { page } = context;
  const { texts } = page;
  const state = offerState(offer, new Date());
  const name = replaced?.name ?? offer.name;
  const title = offer.rotation === null ? texts.offer(name) : texts.offeredSuccessor(name);
  return layout(page, {
    title,
    nav: await navigation(context),
    main: html`<h1>${title}</h1>
<dl>${await offerFacts(context, offer, replaced)}</dl>
${state === 'open' ? choices(context, offer) : html`<p class="notice">${texts.offerStates[state]}</p>`}`,
  });
}

async function offerFacts(
  context: OwnerPageContext,
  offer: KeyOffer,
  replaced: ApiKey | undefined,
): Promise<Markup[]> {
  const { texts } = context.page;
  const { scopes, keyExpiresAt, rotation, owner } = offer;
  const fact = (name: string, value: Markup | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const facts = [
    fact(texts.owner, await ownerText(context)),
    fact(texts.scopes, scopes === null ? texts.allScopes : scopes.join(', ') || texts.noScopes),
    fact(rotation === null ? texts.expires : texts.newKeyExpires, exactTime(texts, keyExpiresAt)),
  ];
  if (rotation === null) return facts;
  const key = html`<code>${displayForm(replaced ?? { id: rotation.keyId, owner })}</code>`;
  const ends = [whatEnds(texts, rotation, replaced), /* M09 earlier */ texts.earlierEnds].join(' ');
  facts.unshift(fact(texts.replaces, html`${key}<p class="warning">${ends}</p>`));
  if (replaced !== undefined) facts.push(fact(texts.lastUsed, exactTime(texts, replaced.lastUsedAt)));
  return facts;
}

/** A grace period never extends the key's own expiry. */
function whatEnds(texts: Texts, { graceMs }: OfferedRotation, replaced: ApiKey | undefined): string {
  if (graceMs === 0) return texts.endsAtOnce;
  const expiresAt = replaced?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiresAt < Date.now() + graceMs) return texts.endsWithExpiry;
  return texts.endsAfter(duration(texts, graceMs));
}

function choices({ page, owner }: OwnerPageContext, offer: KeyOffer): Markup {
  const { texts } = page;
  const { rotation } = offer;
  const here = offerPath(page, offer);
  const [hint, claim] =
    rotation === null
      ? [texts.revealHint, html`<button class="primary">${texts.reveal}</button>`]
      : [
          texts.replaceHint,
          html`<input type="hidden" name="replaces" value="${rotation.keyId}"><button class="danger">${texts.replaceAndReveal}</button>`,
        ];
  const cancel = html`<a class="button" href="${keysPath(page, owner)}" data-close autofocus>${texts.cancel}</a>`;
  return html`<p class="hint">${hint}</p>
<div class="buttons">
<form method="post" action="${here}/claim" data-dialog>${claim}</form>
<form method="post" action="${here}/withdraw"><button>${texts.withdraw}</button></form>
${rotation === null ? '' : cancel}
</div>
<p class="hint">${texts.offeredUntil} ${exactTime(texts, offer.expiresAt)}</p>`;
}
