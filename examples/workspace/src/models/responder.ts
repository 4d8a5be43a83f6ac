import { maskTokens } from '@postern/agent';
import { ownerKinds } from '../keys/workspace-keys.js';

/** One message of a conversation, reduced to its texts. */
export interface Message {
  readonly role: string;
  /** If there are several, the last one is what was said: clients put their own reminders before it. */
  readonly texts: readonly string[];
  /** What else it has, such as `an image`. */
  readonly attachments?: readonly string[];
}

/** What ends an answer before it is complete. */
export interface Limits {
  readonly maxTokens?: number | undefined;
  /** Texts that end the answer: it stops before the first one that would be in it. */
  readonly stop?: readonly string[];
}

/** What the responder says, in the pieces in which it is streamed. A piece counts as one token. */
export interface Reply {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the reply was cut off at the caller's limit. */
  readonly cutOff: boolean;
  /** The text before which it stopped. */
  readonly stoppedAt: string | undefined;
}

/** How much of what was said is repeated, in characters. */
const maxQuoteLength = 200;
/** How much of it is searched for tokens, in characters: a long text would take long. */
const maxMaskedLength = 4_000;
/** How long a token is at most, with all that may stand between its pieces: one may be cut at the end of what is searched. */
const maxSecretLength = 250;

/** Answers a conversation, the same one always in the same way: there is no model behind it, and it says so. */
export function respond(messages: readonly Message[], { maxTokens, stop = [] }: Limits = {}): Reply {
  const whole = `This is the built-in responder of the workspace, not a model. ${answerTo(messages)}`;
  const { text, stoppedAt } = stopped(whole, stop);
  const pieces = splitPieces(text);
  const kept = pieces.slice(0, maxTokens);
  const cutOff = kept.length < pieces.length;
  return {
    pieces: kept,
    text: kept.join(''),
    inputTokens: countTokens(messages),
    outputTokens: kept.length,
    cutOff,
    stoppedAt: cutOff ? undefined : stoppedAt,
  };
}

/** Counts the pieces of a conversation, as `respond` counts its own. */
export function countTokens(messages: readonly Message[]): number {
  return messages.flatMap(({ texts }) => texts).reduce((sum, text) => sum + splitPieces(text).length, 0);
}

/** Only the last turn counts: for an image without a text, earlier turns are not answered again. */
function answerTo(messages: readonly Message[]): string {
  const { texts = [], attachments = [] } = messages.findLast(({ role }) => role === 'user') ?? {};
  const said = texts.findLast((text) => text.trim() !== '');
  if (said !== undefined) return `You said: ${quote(said)}`;
  if (attachments.length === 0) return 'You said nothing.';
  return `It reads only text, and you sent ${[...new Set(attachments)].join(' and ')}.`;
}

function stopped(text: string, stop: readonly string[]): Pick<Reply, 'text' | 'stoppedAt'> {
  let end = { text, stoppedAt: undefined as string | undefined };
  for (const each of stop) {
    const at = end.text.indexOf(each);
    if (at >= 0) end = { text: end.text.slice(0, at), stoppedAt: each };
  }
  return end;
}

/** What is repeated may be stored, for example as the result of work, so tokens are masked in it. */
function quote(text: string): string {
  const characters = [...text.trim()];
  const isWhole = characters.length <= maxMaskedLength;
  // Before it is cut: of a secret that is cut, a part may pass for a word.
  // P09 responder
  const masked = [...maskTokens(characters.slice(0, maxMaskedLength).join(''), ownerKinds).text];
  const clean = isWhole ? masked : masked.slice(0, -maxSecretLength);
  const quoted = clean.slice(0, maxQuoteLength).join('');
  return isWhole && clean.length <= maxQuoteLength ? quoted : `${quoted}…`;
}

/** Words, each with the space after it. */
function splitPieces(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}
