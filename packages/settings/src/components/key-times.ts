import type { ApiKey, KeyState } from '@postern/core';
import { html } from 'hono/html';
import type { OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { sentence } from './sentence.js';
import { relativeTime } from './time.js';

type KeyTimesContext = Pick<OwnerPageContext, 'page' | 'keys'>;

/** When a key was last used. */
export function lastUse({ page: { texts } }: Pick<KeyTimesContext, 'page'>, key: ApiKey): Markup | string {
  return relativeTime(texts, key.lastUsedAt, texts.neverUsed);
}

/** Whether a key has ended for good, so that no one can make it work again. */
export function hasEnded(state: KeyState): boolean {
  return state === 'revoked' || state === 'expired';
}

/** When a key expires; of one that has ended, when and how it did: *Deleted 3 days ago*. */
export function expiry(context: KeyTimesContext, key: ApiKey, now: Date): Markup | string {
  const { texts } = context.page;
  const { revokedAt, rotatedAt, expiresAt } = key;
  if (revokedAt !== null) {
    const isWithRotation = revokedAt.getTime() === rotatedAt?.getTime();
    return sentence(isWithRotation ? texts.replacedAt : texts.deletedAt, relativeTime(texts, revokedAt));
  }
  if (expiresAt === null) return neverExpires(context, key);
  const at = relativeTime(texts, expiresAt);
  return expiresAt > now ? at : sentence(texts.expiredAt, at);
}

/** Not muted: it is what an admin looks for. If keys of this kind may not live forever, it is a warning. */
function neverExpires({ page: { texts }, keys }: KeyTimesContext, { owner }: ApiKey): Markup | string {
  if (keys.lifetimes[owner.kind]?.maxMs === undefined) return texts.noExpiry;
  const why = texts.filterNames.beyondLifetime;
  return html`<span class="caution" title="${why}">${texts.noExpiry}<span class="hidden"> (${why})</span></span>`;
}
