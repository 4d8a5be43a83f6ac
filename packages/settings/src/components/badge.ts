import { type ApiKey, keyState, keyStates } from '@postern/core';
import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';

/** How long before its expiry a key is said to expire soon, in milliseconds. */
const expiresSoonMs = 14 * 24 * 3_600_000;

/** Checks whether a key still works, and expires within 14 days. */
export function isExpiringSoon(key: ApiKey, now: Date): boolean {
  const isAccepted = keyStates[keyState(key, now)].accepted;
  return isAccepted && key.expiresAt !== null && key.expiresAt.getTime() - now.getTime() <= expiresSoonMs;
}

/**
 * The state of a key, in a word or two. The words say it; the colour only repeats them. `disabled` is what to say of a
 * disabled key. Default: just that.
 */
export function stateBadge(
  texts: Texts,
  key: ApiKey,
  now: Date,
  disabled: string = texts.states.disabled,
): Markup {
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
      return badge('bad', disabled);
    case 'expired':
      return badge('', texts.states.expired);
    case 'revoked':
      return badge('', texts.states.revoked);
  }
}

/** After the name of a key that was replaced, because its successor has the same name. */
export function oldMark({ oldKey }: Texts, { successorId }: ApiKey): Markup | '' {
  return successorId === null ? '' : html` <span class="muted">${oldKey}</span>`;
}

/** A word in the shape of a label. */
export function badge(look: 'good' | 'caution' | 'bad' | '', text: string): Markup {
  return html`<span class="${`badge ${look}`.trim()}">${text}</span>`;
}

/** A rotated key that something still uses. */
function wasUsedSinceRotation({ rotatedAt, lastUsedAt }: ApiKey): boolean {
  return rotatedAt !== null && lastUsedAt !== null && lastUsedAt > rotatedAt;
}
