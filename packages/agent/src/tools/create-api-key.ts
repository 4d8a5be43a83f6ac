import { type ApiKey, displayForm, type KeyOffer } from '@postern/core';
import { z } from 'zod';
import { maskName } from '../find-key.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { nameOfOwner, resolveOwner } from '../resolve-owner.js';
import type { Call, ToolResult } from '../tool.js';
import { expiresInDays, expiryIn } from './fields.js';

/** Offers a key. It is created when the person reveals it, outside the model. */
export const createApiKey: ToolFactory = makeTool({
  name: 'create_api_key',
  description: ({ described }) =>
    `Creates an API key ${described('for')}. You never see the key: the ` +
    'result contains a link where the person can reveal it once. Give them the link. Never ask anyone for an API key.',
  annotations: {
    title: 'Create an API key',
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  input: ({ fields }) =>
    /* M08 fields */ z.strictObject({
      name: z
        .string()
        .describe('The name of the key, such as the program that will use it: 1 to 100 characters.'),
      ...fields,
      scopes: z
        .array(z.string())
        .optional()
        .describe('What the key may do. Default: everything its owner may do.'),
      expires_in_days: expiresInDays
        .optional()
        .describe(
          'The number of days after which it expires. "never": only if the person asks for that. Default: the service ' +
            'decides, and the result says when.',
        ),
    }),
  async run({ name, team, owner: other, scopes = null, expires_in_days: days }, call) {
    const owner = await resolveOwner(call, { team, owner: other });
    const expiresAt = expiryIn(days);
    const { actor } = call.session;
    const offer = await call.keys.offer({ owner, actor, name, scopes, expiresAt });
    return offerResult(call, offer);
  },
});

/** Returns the link to an offer, and everything that claiming it does: what is created, for whom, and what ends. */
export async function offerResult(
  call: Call,
  made: KeyOffer,
  replaced?: ApiKey,
): Promise<Omit<ToolResult, 'isError'>> {
  const { keys, options } = call;
  const offer = maskName(keys, made);
  const { owner, rotation } = offer;
  const url = options.offerUrl(offer);
  const until = offer.expiresAt.toISOString();
  return {
    text: `Nothing has changed yet. ${whatItDoes(offer, url, replaced)} The link works until ${until}: give it to the person.`,
    data: {
      does: rotation === null ? 'creates_a_key' : 'replaces_a_key',
      key_id: offer.id,
      name: offer.name,
      owner: { kind: owner.kind, id: owner.id, name: await nameOfOwner(call, owner) },
      scopes: offer.scopes,
      key_expires_at: offer.keyExpiresAt?.toISOString() ?? null,
      replaces: rotation && displayForm(replaced ?? { id: rotation.keyId, owner }),
      grace_hours: rotation && rotation.graceMs / 3_600_000,
      url,
      url_works_until: until,
    },
    offer,
  };
}

function whatItDoes(
  { owner, rotation, keyExpiresAt }: KeyOffer,
  url: string,
  old: ApiKey | undefined,
): string {
  const expiry = keyExpiresAt === null ? 'never expires' : `expires at ${keyExpiresAt.toISOString()}`;
  const shown = `The new key ${expiry}. Only they can see it, and only once.`;
  // M09 tool
  if (rotation === null)
    return `A new key is created when the person reveals it at ${url}; no other key changes. ${shown}`;
  const replaced = displayForm(old ?? { id: rotation.keyId, owner });
  const hours = rotation.graceMs / 3_600_000;
  const later = hours === 1 ? 'an hour' : `${hours} hours`;
  const ends = hours === 0 ? 'stops working immediately' : `stops working at most ${later} later`;
  const effect = `a new key replaces ${replaced}, which ${ends}`;
  const earlier =
    'If the old key had itself replaced one that still works, that one stops working immediately.';
  return `When the person confirms it at ${url}, ${effect}. ${earlier} ${shown} Tell them which keys end.`;
}
