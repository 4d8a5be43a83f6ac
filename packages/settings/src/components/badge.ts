import { type ApiKey, keyState } from '@postern/core';
import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';

/** How long before its expiry a key is said to expire soon, in milliseconds. */
const expiresSoonMs: number = 14 * 24 * 3_600_000;

/** A key that still works, and expires soon. */
function isExpiringSoon(key: Pick<ApiKey, 'expiresAt'>, now: Date): boolean {
  return key.expiresAt !== null && key.expiresAt.getTime() - now.getTime() <= expiresSoonMs;
}

/** The state of a key, in a word or two. The words say it; the colour only repeats them. */
export function stateBadge(texts: Texts, key: ApiKey, now: Date): Markup {
  const state = keyState(key, now);
  switch (state) {
    case 'live':
      return isExpiringSoon(key, now)
        ? badge('caution', texts.states.expiresSoon)
        : badge('good', texts.states.live);
    case 'rotated':
      return wasUsedSinceRotation(key)
        ? badge('caution', texts.states.rotatedStillUsed)
        : badge('', texts.states.rotated);
    case 'disabled':
      return badge('bad', texts.states.disabled);
    case 'expired':
      return badge('', texts.states.expired);
    case 'revoked':
      return badge('', texts.states.revoked);
  }
}

/** A word in the shape of a label. */
export function badge(look: 'good' | 'caution' | 'bad' | '', text: string): Markup {
  return html`<span class="${`badge ${look}`.trim()}">${text}</span>`;
}

/** A rotated key that something still uses. */
function wasUsedSinceRotation({ rotatedAt, lastUsedAt }: ApiKey): boolean {
  return rotatedAt !== null && lastUsedAt !== null && lastUsedAt > rotatedAt;
}
