import { displayForm, type KeyId } from '@postern/core';
import { certainSpans, type TokenSpan, tokenSpans } from './token-spans.js';

/** A text without tokens, and the IDs of their keys. */
export interface MaskedText {
  readonly text: string;
  /** The key IDs of the tokens, as written in the text. Such keys may or may not exist. */
  readonly keyIds: readonly string[];
  /** Whether anything was masked. It may be true without any key ID: a secret alone does not contain one. */
  readonly masked: boolean;
}

/**
 * Replaces tokens with their display forms, and secrets without a prefix with `…`. It is meant for texts that are
 * stored or sent to a model, so it finds more than whole tokens: also those with a wrong check, in another case,
 * truncated, or broken into pieces of eight characters or more by line breaks and the characters around them in a
 * shell, an email or a table.
 *
 * @example
 * maskTokens(`why does ${token} get 401?`, keys.tokenPrefixes).text; // 'why does user.01ab23cd… get 401?'
 */
export function maskTokens(text: string, prefixes: readonly string[]): MaskedText {
  const spans = tokenSpans(text, prefixes);
  return { text: withMasks(text, spans), keyIds: keyIdsIn(spans), masked: spans.length > 0 };
}

/** The text with a mask in the place of each span. */
function withMasks(text: string, spans: readonly TokenSpan[]): string {
  let clean = '';
  let end = 0;
  for (const span of spans) {
    clean += text.slice(end, span.start) + maskOf(span);
    end = span.end;
  }
  return clean + text.slice(end);
}

/** Masks a text that arrives in pieces, such as the answer of a model. */
export interface TokenMasker {
  /** Takes the next piece, and returns what can be shown by now. Often, that is not the end of the piece. */
  push(piece: string): string;
  /** Returns the rest, once there are no more pieces. */
  end(): string;
}

/** How long a rest may be that is read again with each piece, in characters. */
const maxReadAgain = 1_000;

/**
 * Creates a masker for one text. Together, all that it returns is `maskTokens` of the whole text, however that was cut
 * into pieces: it holds back about a dozen words, until it is certain that no token begins in them.
 *
 * @example
 * const masker = tokenMasker(keys.tokenPrefixes);
 * for await (const piece of answer) process.stdout.write(masker.push(piece));
 * process.stdout.write(masker.end());
 */
export function tokenMasker(prefixes: readonly string[]): TokenMasker {
  let rest = '';
  // A long rest first grows by a quarter. Reading all of it with each piece would take too long for a run without end.
  let nextLength = 0;
  return {
    push(piece) {
      rest += piece;
      if (rest.length < nextLength) return '';
      // P09 stream
      const { spans, end } = certainSpans(rest, prefixes);
      const until = Math.max(end, spans.at(-1)?.end ?? 0);
      const shown = withMasks(rest.slice(0, until), spans);
      rest = rest.slice(until);
      nextLength = rest.length < maxReadAgain ? 0 : rest.length * 1.25;
      return shown;
    },
    end() {
      const { text } = maskTokens(rest, prefixes);
      rest = '';
      return text;
    },
  };
}

/** Returns the key IDs of the tokens anywhere in a model's input, or `undefined` if it contains no token. */
export function findTokens(input: unknown, prefixes: readonly string[]): readonly string[] | undefined {
  const spans: TokenSpan[] = [];
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    // Pushed one by one: there may be more than a function call can take as arguments.
    if (typeof value === 'string') for (const span of tokenSpans(value, prefixes)) spans.push(span);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) left.push(name, inner);
  }
  return spans.length === 0 ? undefined : [...new Set(keyIdsIn(spans))];
}

function maskOf({ prefix, keyId }: TokenSpan): string {
  return prefix === undefined
    ? '…'
    : displayForm({ id: keyId as KeyId, owner: { kind: prefix, id: '' }, prefix });
}

function keyIdsIn(spans: readonly TokenSpan[]): readonly string[] {
  return spans.filter(({ prefix }) => prefix !== undefined).map(({ keyId }) => keyId);
}
