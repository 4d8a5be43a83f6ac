import { z } from 'zod';
import { findKey } from '../find-key.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { answerOffer } from './answer-offer.js';
import { keyId } from './fields.js';

/** Offers a successor of a key. */
export const rotateApiKey: ToolFactory = makeTool({
  name: 'rotate_api_key',
  description:
    'Puts a new API key in the place of one: the same owner, name, scopes and expiry. You never see it: the answer is a link at ' +
    'which the person reveals it, once. Until they do, the old key is what it was; then it ends, at once or after a grace.',
  annotations: {
    title: 'Rotate an API key',
    readOnlyHint: false,
    destructiveHint: false,
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
      .describe('For how many hours the old key works beside the new one. Default 0: not at all.'),
  }),
  async run({ key_id: id, grace_hours: hours = 0 }, call) {
    const key = await findKey(call, id);
    const { actor } = call.session;
    const graceMs = Math.round(hours * 3_600_000);
    return answerOffer(call, await call.keys.offerRotation(key.id, { owner: key.owner, actor, graceMs }));
  },
});
