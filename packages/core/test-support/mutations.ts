import { base62Alphabet } from '../src/token/base62.js';

const alphabet = `${base62Alphabet}.`;

/**
 * Yields every text that differs from a token by one typo: a character changed, left out or added, or two swapped. With
 * `neighboursOnly`: a character changed, or two neighbours swapped.
 */
export function* everyMutation(
  token: string,
  { neighboursOnly = false }: { readonly neighboursOnly?: boolean } = {},
): Generator<string> {
  for (let at = 0; at <= token.length; at += 1) {
    const [before, after] = [token.slice(0, at), token.slice(at + 1)];
    if (!neighboursOnly) {
      for (const character of alphabet) yield before + character + token.slice(at);
    }
    if (at === token.length) return;
    if (!neighboursOnly) yield before + after;
    for (const character of alphabet) {
      if (character !== token[at]) yield before + character + after;
    }
    const furthest = neighboursOnly ? at + 1 : token.length - 1;
    for (let other = at + 1; other <= Math.min(furthest, token.length - 1); other += 1) {
      const swapped = swap(token, at, other);
      if (swapped !== token) yield swapped;
    }
  }
}

function swap(token: string, one: number, other: number): string {
  const characters = [...token];
  [characters[one], characters[other]] = [token.charAt(other), token.charAt(one)];
  return characters.join('');
}
