import { z } from 'zod';
import { findMeantOwner } from '../find-meant-owner.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { answerOffer } from './answer-offer.js';
import { dayMs, team } from './fields.js';

/** Offers a key. It is made when the person reveals it, outside the model. */
export const createApiKey: ToolFactory = makeTool({
  name: 'create_api_key',
  description:
    'Creates an API key for the person whom you are talking to, or for one of their teams. You never see the key: the answer ' +
    'is a link at which the person reveals it, once. Give them the link. Never ask anybody for an API key.',
  annotations: {
    title: 'Create an API key',
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  input: /* M08 fields */ z.strictObject({
    name: z
      .string()
      .describe('What the key is called, such as the program that will use it: 1 to 100 characters.'),
    team,
    scopes: z
      .array(z.string())
      .optional()
      .describe('What the key may do. Default: all that its owner may do.'),
    expires_in_days: z
      .int()
      .min(1)
      .max(36_500)
      .optional()
      .describe('After how many days it ends. Default: it does not expire.'),
  }),
  async run({ name, team, scopes = null, expires_in_days: days }, call) {
    const owner = await findMeantOwner(call, team);
    const expiresAt = days === undefined ? null : new Date(Date.now() + days * dayMs);
    const { actor } = call.session;
    const offer = await call.keys.offer({ owner, actor, name, scopes, expiresAt });
    return answerOffer(call, offer);
  },
});
