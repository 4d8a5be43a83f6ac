import { type ApiKey, type KeyState, keyState } from '@postern/core';
import { z } from 'zod';
import { keyFacts } from '../key-facts.js';
import { type MakeTool, tool } from '../make-tool.js';
import { findKey } from '../owners.js';
import { keyId } from './fields.js';

/** Says why requests with a key are refused. */
export const explainRefusal: MakeTool = tool({
  name: 'explain_refusal',
  description:
    'Says why requests with an API key are answered 401 or 403. Takes the ID of the key, never the key: if somebody gives you a ' +
    'whole key, tell them to delete it.',
  annotations: {
    title: 'Explain why a key is refused',
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({ key_id: keyId }),
  async run({ key_id: id }, call) {
    const key = await findKey(call, id);
    return { text: reasonOf[keyState(key, new Date())](key), data: { ...keyFacts(call, key) } };
  },
});

const at = (instant: Date | null) => (instant === null ? '' : ` at ${instant.toISOString()}`);

const reasonOf: { readonly [State in KeyState]: (key: ApiKey) => string } = {
  revoked: ({ revokedAt }) =>
    `It was deleted${at(revokedAt)}, so it is refused for good. Create another one.`,
  disabled: ({ disabledAt }) =>
    `It was disabled${at(disabledAt)}, so it is refused until somebody enables it: whoever did, or may manage its owner's keys.`,
  expired: ({ expiresAt }) => `It expired${at(expiresAt)}, so it is refused for good. Create another one.`,
  rotated: ({ expiresAt }) =>
    `A successor has taken its place. It still works, until its grace is over${at(expiresAt)}; ${live}`,
  live: () => `The key itself is live; ${live}`,
};

const live =
  'where it is answered 401 all the same, what is sent is not this key, or not the whole of it: it goes into ' +
  '"Authorization: Bearer", or "x-api-key", without quotes or line breaks, and into one of the two alone; or its owner is ' +
  'not active any more. Where it is answered 403, its scopes or the permissions of its owner are too narrow for that route.';
