import { z } from 'zod';
import { findKey } from '../find-key.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { offerResult } from './create-api-key.js';
import { expiresInDays, expiryIn, keyId } from './fields.js';

/** Offers a successor to a key. */
export const rotateApiKey: ToolFactory = makeTool({
  name: 'rotate_api_key',
  description:
    'Replaces an existing API key with a new one that has the same owner, name and scopes, and ends the old one. ' +
    'Use it only if someone asks for that; to create a key, use create_api_key. You never see the new key: the result ' +
    'contains a link where the person sees which key ends, and confirms. Until they do, nothing changes; then the old ' +
    'key ends, immediately or after a grace period. A key that it had itself replaced, and that still works in its ' +
    'grace period, ends immediately.',
  annotations: {
    title: 'Rotate an API key',
    readOnlyHint: false,
    // The person confirms it anyway, but a client that asks before destructive calls should ask here too.
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: false,
  },
  input: z.strictObject({
    key_id: keyId,
    grace_hours: z
      .number()
      .min(0)
      .max(24 * 366)
      .optional()
      .describe(
        'For how many hours the old key keeps working alongside the new one. Default: 0, it ends immediately.',
      ),
    expires_in_days: expiresInDays
      .optional()
      .describe(
        'The number of days after which the new key expires. "never": only if the person asks for that. Default: it is ' +
          'renewed for as long as the old key was to live, if the service allows that. The result says when it expires.',
      ),
  }),
  async run({ key_id: id, grace_hours: hours = 0, expires_in_days: days }, call) {
    const key = await findKey(call, id);
    const { actor } = call.session;
    const graceMs = Math.round(hours * 3_600_000);
    const request = { owner: key.owner, actor, graceMs, expiresAt: expiryIn(days) };
    return offerResult(call, await call.keys.offerRotation(key.id, request), key);
  },
});
