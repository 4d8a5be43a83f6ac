import { displayForm, type KeyOffer, type Owner } from '@postern/core';
import { withSafeName } from '../find-key.js';
import type { Call, ToolResult } from '../tool.js';

/** Answers with the link to an offer, and with everything that claiming it does: what is created, for whom, and what ends. */
export async function answerOffer(
  { keys, options }: Call,
  made: KeyOffer,
): Promise<Omit<ToolResult, 'isError'>> {
  const offer = withSafeName(keys, made);
  const { owner, rotation } = offer;
  const { nameOf = ({ id }: Owner) => id } = options;
  const url = options.offerUrl(offer);
  const until = offer.expiresAt.toISOString();
  return {
    text: `Nothing has changed yet. ${whatItDoes(offer, url)} The link works until ${until}: give it to the person.`,
    data: {
      does: rotation === null ? 'creates_a_key' : 'replaces_a_key',
      key_id: offer.id,
      name: offer.name,
      owner: { kind: owner.kind, id: owner.id, name: await nameOf(owner) },
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

function whatItDoes({ owner, rotation }: KeyOffer, url: string): string {
  const shown = 'It is shown to them alone, once.';
  // M09 tool
  if (rotation === null)
    return `A new key is created when the person reveals it at ${url}; no other key changes. ${shown}`;
  const replaced = displayForm({ id: rotation.keyId, owner });
  const hours = rotation.graceMs / 3_600_000;
  const later = hours === 1 ? 'an hour' : `${hours} hours`;
  const ends = hours === 0 ? 'stops working immediately' : `stops working ${later} later at the latest`;
  return `When the person confirms it at ${url}, a new key replaces ${replaced}, which ${ends}. ${shown} Tell them what ends.`;
}
