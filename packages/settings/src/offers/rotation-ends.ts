import type { ApiKey } from '@postern/core';
import type { OfferedRotation } from '@postern/core/ports';
import { duration } from '../components/time.js';
import type { Texts } from '../texts/texts.js';

/**
 * Says what revealing the key of an offered rotation ends, and when. It must be said wherever that key can be revealed.
 * `replaced` is the key that the rotation replaces, as it is now; `undefined` if the person may not see it.
 *
 * @example
 * if (offer.rotation === null) return '';
 * const replaced = await keys.get(offer.rotation.keyId, { actor });
 * return html`<p class="warning">${rotationEnds(en, offer.rotation, replaced)}</p>`;
 */
export function rotationEnds(
  texts: Texts,
  { graceMs }: OfferedRotation,
  replaced: ApiKey | undefined,
): string {
  return [replacedEnds(texts, graceMs, replaced), /* M09 earlier */ texts.earlierEnds].join(' ');
}

/** A grace period never extends the key's own expiry. */
function replacedEnds(texts: Texts, graceMs: number, replaced: ApiKey | undefined): string {
  if (graceMs === 0) return texts.endsAtOnce;
  const expiresAt = replaced?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiresAt < Date.now() + graceMs) return texts.endsWithExpiry;
  return texts.endsAfter(duration(texts, graceMs));
}
