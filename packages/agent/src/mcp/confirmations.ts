import { createHmac, randomBytes } from 'node:crypto';
import {
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { type Actor, PosternError } from '@postern/core';
import type { AgentSession, Confirmation } from '../tool.js';

/** A call of a tool, and who makes it. */
interface ToolCall {
  readonly actor: Actor;
  readonly tool: string;
  readonly input: unknown;
}

/** One round of a call that may need a confirmation. */
interface Round {
  readonly confirm: NonNullable<AgentSession['confirm']>;
  /** What the client must ask the person before it repeats the call. `undefined`: nothing. */
  readonly unanswered: () => InputRequiredResult | undefined;
}

/** The questions of an endpoint. Between two rounds only the client remembers them, sealed. */
export interface Confirmations {
  readonly requestState: NonNullable<ServerOptions['requestState']>;
  readonly round: (call: ToolCall, context: ServerContext) => Round;
}

/** How long a person may take to answer. */
export const confirmTimeoutMs: number = 5 * 60 * 1_000;

const minKeyBytes = 32;

/** What is sealed: a digest of the call and of the key that the question was about. */
interface Sealed {
  readonly about: string;
}

/**
 * Creates the questions of an endpoint. A *yes* counts only for the same actor, tool, input and version of the key:
 * otherwise the person is asked again. A state that is altered, from elsewhere or older than five minutes is refused.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if the key is too short.
 */
export function confirmations(stateKey: Uint8Array | string = randomBytes(minKeyBytes)): Confirmations {
  const key = requireStateKey(stateKey);
  const codec = createRequestStateCodec<Sealed>({
    key,
    ttlSeconds: confirmTimeoutMs / 1_000,
  });
  return {
    requestState: { verify: codec.verify },
    round(call, { mcpReq }) {
      let unanswered: InputRequiredResult | undefined;
      return {
        async confirm(confirmation) {
          const about = digestOf(key, call, confirmation);
          const answer = inputResponse(mcpReq.inputResponses, 'confirm');
          // M08 sealed
          if (answer.kind === 'elicit' && mcpReq.requestState<Sealed>()?.about === about)
            return answer.action === 'accept' && answer.content?.confirm === true ? 'yes' : 'no';
          const requestState = await codec.mint({ about });
          unanswered = inputRequired({ inputRequests: { confirm: formFor(confirmation) }, requestState });
          return 'later';
        },
        unanswered: () => unanswered,
      };
    },
  };
}

function requireStateKey(stateKey: unknown): Uint8Array | string {
  const isKey = typeof stateKey === 'string' || stateKey instanceof Uint8Array;
  if (isKey && Buffer.byteLength(stateKey) >= minKeyBytes) return stateKey;
  throw new PosternError(
    'ERR_INVALID_CONFIG',
    `stateKey must be a secret of at least ${minKeyBytes} bytes, as a string or a Uint8Array`,
  );
}

/** Without the key, no one can check a guess about what was masked in the name of the API key. */
function digestOf(
  key: Uint8Array | string,
  { actor, tool, input }: ToolCall,
  { keyId, keyVersion }: Confirmation,
): string {
  const about = ['about', actor.kind, actor.id, tool, input, keyId, keyVersion];
  return createHmac('sha256', key).update(JSON.stringify(about)).digest('base64url');
}

function formFor({ question }: Confirmation) {
  return inputRequired.elicit({
    message: question,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Yes, do it', default: false } },
      required: ['confirm'],
    },
  });
}
