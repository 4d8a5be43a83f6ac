import { displayForm, type KeyId } from '@postern/core';
import { tokenSpans } from './token-spans.js';

/** A text without tokens, and whose they were. */
export interface MaskedText {
  readonly text: string;
  /** The key IDs of the tokens, as they stood there. Whether such keys exist is not known. */
  readonly keyIds: readonly string[];
  /** Whether anything was masked: also where there was no key ID to be seen. */
  readonly masked: boolean;
}

const keyIdLength = 16;

/**
 * Puts display forms in the place of tokens, and `…` in that of secrets without a kind. It finds more than whole ones, since it
 * is for texts that go on to a model or a store: with any check, cut short, in any case, and broken into pieces of eight
 * characters or more, by line breaks and what stands beside them in a shell, a mail or a table.
 *
 * @example
 * maskTokens(`why does ${token} get 401?`, keys.kinds).text; // 'why does user.01ab23cd… get 401?'
 */
export function maskTokens(text: string, kinds: readonly string[]): MaskedText {
  const keyIds: string[] = [];
  let clean = '';
  let end = 0;
  for (const span of tokenSpans(text, kinds)) {
    clean += text.slice(end, span.start);
    end = span.end;
    if (span.kind === undefined) {
      clean += '…';
      continue;
    }
    const keyId = span.body.slice(0, keyIdLength);
    keyIds.push(keyId);
    clean += displayForm({ id: keyId as KeyId, owner: { kind: span.kind, id: '' } });
  }
  return { text: clean + text.slice(end), keyIds, masked: end > 0 };
}

/** Gives the key IDs of the tokens in what a model sent, wherever they stand. `undefined`: there are none. */
export function findTokens(input: unknown, kinds: readonly string[]): readonly string[] | undefined {
  const found: MaskedText[] = [];
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') found.push(maskTokens(value, kinds));
    else if (typeof value === 'object' && value !== null)
      // One by one: a list may have more elements than a call takes arguments.
      for (const [name, inner] of Object.entries(value)) left.push(name, inner);
  }
  if (!found.some(({ masked }) => masked)) return undefined;
  return [...new Set(found.flatMap(({ keyIds }) => keyIds))];
}
