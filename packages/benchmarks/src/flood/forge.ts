import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The kinds of forged tokens that a flood can consist of. */
export const floods = ['malformed', 'unknown', 'wrong secret'] as const;
export type Flood = (typeof floods)[number];

/** What the flooder knows. */
export interface ForgeKnowledge {
  /** Real key IDs: they are not secret. */
  readonly keyIds: readonly string[];
  /** Whether the service has check keys. The flooder can't know them, so it guesses the check. */
  readonly hasCheckKeys: boolean;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Forges tokens, each of them new. */
export function forge(
  flood: Flood,
  count: number,
  { keyIds, hasCheckKeys }: ForgeKnowledge,
): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const keyId = flood === 'wrong secret' ? (keyIds[index % keyIds.length] ?? '') : draw(16);
    const unsigned = `user.${keyId}${draw(43)}`;
    if (flood === 'malformed') return `${unsigned}-${draw(5)}`;
    return unsigned + (hasCheckKeys ? draw(6) : checkOf(unsigned));
  });
}

function draw(length: number): string {
  let digits = '';
  for (let digit = 0; digit < length; digit += 1) digits += alphabet[randomInt(62)] ?? '';
  return digits;
}

/** Computes the check that needs no key: see docs/token-format.md. */
export function checkOf(unsigned: string): string {
  let rest = crc32(unsigned);
  let digits = '';
  for (let digit = 0; digit < 6; digit += 1) {
    digits = (alphabet[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
