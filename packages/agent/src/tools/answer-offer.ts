import { displayForm, type KeyOffer } from '@postern/core';
import { withSafeName } from '../find-key.js';
import type { Call, ToolResult } from '../tool.js';

/** Answers with the link of what was offered. */
export function answerOffer({ keys, options }: Call, made: KeyOffer): Omit<ToolResult, 'isError'> {
  const offer = withSafeName(keys, made);
  const { owner, rotation } = offer;
  const url = options.offerUrl(offer);
  const until = offer.expiresAt.toISOString();
  const whenMade =
    rotation === null
      ? 'The key is made when the person reveals it'
      : 'The new key is made when the person reveals it, and until then the old one is what it was. They do so';
  return {
    text: `${whenMade} at ${url}, which works until ${until}. It is shown to them alone, once: give them the link.`,
    data: {
      key_id: offer.id,
      name: offer.name,
      owner: { kind: owner.kind, id: owner.id },
      scopes: offer.scopes,
      key_expires_at: offer.keyExpiresAt?.toISOString() ?? null,
      replaces: rotation && displayForm({ id: rotation.keyId, owner }),
      grace_hours: rotation && rotation.graceMs / 3_600_000,
      url,
      url_works_until: until,
    },
    offer,
  };
}
