import { type ApiKey, type ClaimedKey, displayForm, isSameOwner } from '@postern/core';
import { html } from 'hono/html';
import { everythingText, scopeChips } from '../components/chips.js';
import { dayTime, exactText, exactTime, relativeTime } from '../components/time.js';
import { listWithDone } from '../keys/done.js';
import { keysPath, type OwnerPageContext, ownerText, type Page } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { snippetTabs } from './snippet-tabs.js';

/**
 * Returns what renders the page of a new token, which is shown this once: whose key it is, what it may do, and which
 * keys have ended. Everything that the host has to say about it is asked before there is a token. If the host fails, no
 * token is lost.
 */
export async function tokenPage(context: OwnerPageContext): Promise<(claimed: ClaimedKey) => Markup> {
  const { owner, actor } = context;
  const page = withSentences(context);
  const { texts } = page;
  const shell = { nav: await navigation(context), crumbs: await crumbsBelowKeys(context) };
  const ownerName = await ownerText(context);
  const actsAs = isSameOwner(actor, owner) ? texts.actsAsYou : texts.actsAs(ownerName);
  const everything = everythingText(context);
  return (claimed) => {
    const { key, token } = claimed;
    // M09 token
    const previous = 'previous' in claimed ? claimed.previous : undefined;
    const title = previous === undefined ? texts.issued(key.name) : texts.replaced(key.name);
    const ended = 'previous' in claimed ? whatEnded(context, claimed) : '';
    return layout(page, {
      ...shell,
      title,
      main: html`<div class="issued" data-token data-question="${texts.closeUncopied}" data-keep="${texts.keepOpen}" data-discard="${texts.closeAnyway}">
<h1>${title}</h1>
<p class="lead">${actsAs} · ${scopeChips(page, key.scopes, everything)} · ${expiryOf(key, page)}</p>
<p class="warning" id="token-warning">${texts.copyItNow}</p>
<div class="secret" role="group" aria-label="${texts.token}"><code id="token" data-secret>${token}</code><button type="button" class="small" data-copy="token" data-copied="${texts.copied}" data-by-hand="${texts.copyByHand}" aria-describedby="token-warning" autofocus hidden>${texts.copy}</button></div>
${ended}
${snippetTabs(page, token)}
<p class="buttons"><a class="button primary" href="${doneUrl(context, claimed)}" data-close data-saved>${texts.savedIt}</a></p>
</div>`,
    });
  };
}

/** The page, with the sentences about all scopes: the host is not asked again. */
function withSentences({ page, keys }: OwnerPageContext): Page {
  const { host } = page;
  const sentences = new Map((keys.permissions ?? []).map((scope) => [scope, host.describeScope(scope)]));
  return { ...page, host: { ...host, describeScope: (scope) => sentences.get(scope) } };
}

const twoDaysMs = 2 * 24 * 60 * 60 * 1_000;

function expiryOf({ createdAt, expiresAt }: ApiKey, { texts }: Page): Markup | string {
  if (expiresAt === null) return texts.expiresNever;
  const isShort = expiresAt.getTime() - createdAt.getTime() < twoDaysMs;
  return html`${texts.expires} ${isShort ? exactTime(texts, expiresAt) : dayTime(texts, expiresAt)}`;
}

/** Where a person goes on without the script: to the list, which says that the key is ready, or that it was replaced. */
function doneUrl(context: OwnerPageContext, claimed: ClaimedKey): string {
  const { page, owner } = context;
  // Owners of this kind have no list.
  if (keysPath(page, owner) === page.root) return page.root;
  return 'previous' in claimed
    ? listWithDone(context, 'rotated', claimed.previous.id)
    : listWithDone(context, 'issued', claimed.key.id);
}

/** Which keys have ended or will end, and a link to the one that was replaced. */
function whatEnded(
  { page, owner }: OwnerPageContext,
  { key, previous, alsoRevoked }: Extract<ClaimedKey, { readonly previous: ApiKey }>,
): Markup {
  const { texts } = page;
  const old = displayForm(previous);
  const { revokedAt, expiresAt, prefix, lastUsedAt } = previous;
  // A rotated key has an expiry, or was revoked.
  const isOver = revokedAt !== null || expiresAt === null;
  return html`<div class="notice">
<p>${isOver ? texts.hasEnded(old) : texts.endsAt(old, exactText(texts, expiresAt))}</p>
${alsoRevoked.map((id) => html`<p>${texts.hasEnded(displayForm({ id, owner: key.owner, prefix }))}</p>`)}
<p>${texts.lastUsed}: ${relativeTime(texts, lastUsedAt)}</p>
<p><a href="${keysPath(page, owner)}/${previous.id}">${texts.openOldKey}</a></p>
</div>`;
}
