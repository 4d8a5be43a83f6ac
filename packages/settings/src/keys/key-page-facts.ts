import type { ActorReference, ApiKey, AuditEntry } from '@postern/core';
import { html } from 'hono/html';
import { everythingText, scopeList } from '../components/chips.js';
import { type Fact, factList } from '../components/facts.js';
import { expiry } from '../components/key-times.js';
import { relativeAndExact } from '../components/time.js';
import { type OwnerPageContext, ownerText } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { actorName } from './actor-names.js';
import { type Change, explainChange } from './explain-change.js';

/**
 * What is known about a key. `newest` are the newest entries of its history, because its record does not say who
 * deleted it.
 */
export async function keyFacts(
  context: OwnerPageContext,
  key: ApiKey,
  newest: readonly AuditEntry[],
): Promise<Markup> {
  const { page } = context;
  const { texts } = page;
  const by = async (actor: ActorReference) => texts.byWhom(await actorName(context, actor));
  const facts: Fact[] = [
    [texts.owner, await ownerText(context)],
    [texts.scopes, scopeList(page, key.scopes, everythingText(context))],
    [texts.created, html`${relativeAndExact(texts, key.createdAt)} ${await by(key.createdBy)}`],
    [texts.lastUsed, relativeAndExact(texts, key.lastUsedAt, texts.neverUsed)],
    ...expiryFact(context, key),
    ...(await endings(context, key, newest)),
    [texts.keyId, html`<code>${key.id}</code>`],
  ];
  return factList(facts);
}

/** When a key expires, or has. A key that was deleted has ended, whatever its expiry. */
function expiryFact(context: OwnerPageContext, key: ApiKey): readonly Fact[] {
  const { texts } = context.page;
  const now = new Date();
  const { revokedAt, expiresAt } = key;
  if (revokedAt !== null) return [];
  if (expiresAt === null) return [[texts.expires, expiry(context, key, now)]];
  const name = expiresAt <= now ? texts.states.expired : texts.expires;
  return [[name, relativeAndExact(texts, expiresAt)]];
}

/** By whom, when and why a key was disabled or deleted. */
export async function endings(
  context: OwnerPageContext,
  key: ApiKey,
  newest: readonly AuditEntry[],
): Promise<readonly Fact[]> {
  const { texts } = context.page;
  const { revokedAt, disabledAt, disabledBy, reason, rotatedAt } = key;
  if (revokedAt !== null) {
    const entry = newest.find(({ action }) => action === 'revoked');
    const change: Change = { action: 'revoked', actor: entry?.actor ?? null, reason, at: revokedAt };
    const isWithRotation = revokedAt.getTime() === rotatedAt?.getTime();
    return [[isWithRotation ? texts.endedFact : texts.deletedFact, await changeFact(context, key, change)]];
  }
  if (disabledAt === null) return [];
  const change: Change = { action: 'disabled', actor: disabledBy, reason, at: disabledAt };
  return [[texts.disabledFact, await changeFact(context, key, change)]];
}

async function changeFact(context: OwnerPageContext, key: ApiKey, change: Change): Promise<Markup> {
  const { texts } = context.page;
  const { automatic, reason } = explainChange(texts, change, key);
  const at = relativeAndExact(texts, change.at);
  if (automatic !== null) return html`${at}<br>${automatic}`;
  const by = change.actor === null ? '' : texts.byWhom(await actorName(context, change.actor));
  return html`${at} ${by}${reason === null ? '' : html`<br>${reason}`}`;
}
