import { readPrefixes } from '../src/prefixes.js';
import { crcCheck, type TokenCheck, type TokenFormat, tokenFormat } from '../src/token/token.js';

/** The format of the tokens of these kinds, whose prefixes are the kinds. */
export function formatOf(kinds: readonly string[], check: TokenCheck = crcCheck): TokenFormat {
  return tokenFormat(readPrefixes({}, kinds), { check, now: () => new Date() });
}
