import { maskTokens } from '@postern/agent';
import { ownerKinds } from '../keys/workspace-keys.js';

/** One message of a conversation, reduced to its text. */
export interface Message {
  readonly role: string;
  readonly text: string;
}

/** What the responder says, in the pieces in which it is streamed. A piece counts as one token. */
export interface Reply {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the reply was cut off at the caller's limit. */
  readonly cutOff: boolean;
}

/** How much of what was said is repeated, in characters. */
const longestQuote = 200;

/** Answers a conversation. Always the same to the same: there is no model behind it, and it says so. */
export function respond(messages: readonly Message[], maxTokens: number = Number.POSITIVE_INFINITY): Reply {
  const said = messages.findLast(({ role, text }) => role === 'user' && text.trim() !== '')?.text ?? '';
  const pieces = piecesOf(
    `This is the built-in responder of the workspace, not a model. ${said === '' ? 'You said nothing.' : `You said: ${quote(said)}`}`,
  );
  const kept = pieces.slice(0, maxTokens);
  return {
    pieces: kept,
    text: kept.join(''),
    inputTokens: messages.reduce((sum, { text }) => sum + piecesOf(text).length, 0),
    outputTokens: kept.length,
    cutOff: kept.length < pieces.length,
  };
}

/** What is repeated may be kept, such as the result of work: no token is in it. */
function quote(text: string): string {
  const characters = [...text.trim()];
  // P09 responder
  const quoted = maskTokens(characters.slice(0, longestQuote).join(''), ownerKinds).text;
  return characters.length <= longestQuote ? quoted : `${quoted}…`;
}

/** Words, each with the space after it. */
function piecesOf(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}
