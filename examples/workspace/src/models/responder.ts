import { maskTokens } from '@postern/agent';
import { tokenPrefixes } from '../keys/workspace-keys.js';

/** One message of a conversation, reduced to its texts. */
export interface Message {
  readonly role: string;
  /** If there are several, the last one is the person's own: clients put their reminders before it. */
  readonly texts: readonly string[];
  /** What else it contains, such as `an image`. */
  readonly attachments?: readonly string[];
}

/** What cuts an answer short. */
export interface Limits {
  readonly maxTokens?: number | undefined;
  /** Texts that end the answer: it stops before the first of them. */
  readonly stop?: readonly string[];
}

/** The responder's answer, in the pieces in which it is streamed. A piece counts as one token. */
export interface Reply {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the reply was cut off at the caller's limit. */
  readonly cutOff: boolean;
  /** The text of `stop` before which it stopped. */
  readonly stoppedAt: string | undefined;
}

/** How much of a message is repeated, in characters. */
const maxQuoteLength = 200;
/** How much of it is searched for tokens, in characters: a long text would take too long. */
const maxMaskedLength = 4_000;
/**
 * The maximum length of a token, with anything between its pieces: one may be cut off at the end of the searched text.
 */
const maxSecretLength = 250;

/** Answers a conversation, always in the same way. There is no model behind it, and it says so. */
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

/** Counts the pieces of a conversation, as `respond` counts those of its answer. */
export function countTokens(messages: readonly Message[]): number {
  return messages.flatMap(({ texts }) => texts).reduce((sum, text) => sum + splitPieces(text).length, 0);
}

/** Only the last turn counts: if it is an image without a text, earlier turns are not answered again. */
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

/** A quote may be stored, for example as the result of work, so tokens in it are masked. */
function quote(text: string): string {
  const characters = [...text.trim()];
  const isWhole = characters.length <= maxMaskedLength;
  // Masked before it is cut, because a part of a secret could look like an ordinary word.
  // P09 responder
  const masked = [...maskTokens(characters.slice(0, maxMaskedLength).join(''), tokenPrefixes).text];
  const clean = isWhole ? masked : masked.slice(0, -maxSecretLength);
  const quoted = clean.slice(0, maxQuoteLength).join('');
  return isWhole && clean.length <= maxQuoteLength ? quoted : `${quoted}…`;
}

/** Words, each with the space after it. */
function splitPieces(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}
