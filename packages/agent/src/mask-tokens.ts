import { displayForm, type KeyId } from '@postern/core';
import { type TokenSpan, tokenSpans } from './token-spans.js';

/** A text without tokens, and whose they were. */
export interface MaskedText {
  readonly text: string;
  /** The key IDs of the tokens, as they stood there. Whether such keys exist is not known. */
  readonly keyIds: readonly string[];
  /** Whether anything was masked: also where there was no key ID to be seen. */
  readonly masked: boolean;
}

/**
 * Puts display forms in the place of tokens, and `…` in that of secrets without a kind. It finds more than whole ones, since it
 * is for texts that go on to a model or a store: with any check, cut short, in any case, and broken into pieces of eight
 * characters or more, by line breaks and what stands beside them in a shell, a mail or a table.
 *
 * @example
 * maskTokens(`why does ${token} get 401?`, keys.kinds).text; // 'why does user.01ab23cd… get 401?'
 */
export function maskTokens(text: string, kinds: readonly string[]): MaskedText {
  const spans = tokenSpans(text, kinds);
  let clean = '';
  let end = 0;
  for (const span of spans) {
    clean += text.slice(end, span.start) + maskOf(span);
    end = span.end;
  }
  return { text: clean + text.slice(end), keyIds: keyIdsIn(spans), masked: spans.length > 0 };
}

/** Gives the key IDs of the tokens in what a model sent, wherever they stand. `undefined`: there are none. */
export function findTokens(input: unknown, kinds: readonly string[]): readonly string[] | undefined {
  const spans: TokenSpan[] = [];
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    // One by one: there may be more than a call takes arguments.
    if (typeof value === 'string') for (const span of tokenSpans(value, kinds)) spans.push(span);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) left.push(name, inner);
  }
  return spans.length === 0 ? undefined : [...new Set(keyIdsIn(spans))];
}

function maskOf({ kind, keyId }: TokenSpan): string {
  return kind === undefined ? '…' : displayForm({ id: keyId as KeyId, owner: { kind, id: '' } });
}

function keyIdsIn(spans: readonly TokenSpan[]): readonly string[] {
  return spans.filter(({ kind }) => kind !== undefined).map(({ keyId }) => keyId);
}
