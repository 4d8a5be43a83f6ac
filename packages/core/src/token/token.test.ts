import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../test-support/format-of.js';
import { everyMutation } from '../../test-support/mutations.js';
import { generateKeyId, generateSecret } from '../runtime/random.js';
import { buildKey } from '../testing/index.js';
import { base62Alphabet } from './base62.js';
import { crcCheck } from './token.js';

const format = formatOf(['user', 'team']);
const generateToken = (kind: 'user' | 'team' = 'user') =>
  format.compose({ kind, keyId: generateKeyId(), secret: generateSecret() });

describe('the form of a token', () => {
  it.each(['user', 'team'] as const)('is %s, a dot and 65 base62 characters', (kind) => {
    expect(generateToken(kind)).toMatch(new RegExp(`^${kind}\\.[0-9A-Za-z]{65}$`));
  });

  it.each(['a', 'robot', 'abcdefghij123456'])('is 66 characters longer than its kind: %s', (kind) => {
    const other = formatOf([kind]);
    expect(other.compose({ kind, keyId: generateKeyId(), secret: generateSecret() })).toHaveLength(
      66 + kind.length,
    );
  });

  it('puts kind, key ID, secret and check in this order', () => {
    const keyId = '0123456789abcdef' as ReturnType<typeof generateKeyId>;
    const secret = '0123456789abcdefghijklmnopqrstuvwxyz0123456';
    const body = `user.${keyId}${secret}`;
    expect(format.compose({ kind: 'user', keyId, secret })).toBe(body + crcCheck.sign(body));
  });

  it('ends in a check that anyone can compute: CRC-32 in base62, padded to six', () => {
    // Computed with zlib and by hand, so that the format can't change unnoticed: tokens outlive releases of Postern.
    expect(crcCheck.sign('user.0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz0123456')).toBe('3BEOpr');
  });

  it('is parsed into kind and key ID', () => {
    const keyId = generateKeyId();
    const token = format.compose({ kind: 'team', keyId, secret: generateSecret() });
    expect(format.parse(token)).toEqual({ kind: 'team', keyId });
  });

  it('keeps apart two kinds of which one is a prefix of the other', () => {
    const similar = formatOf(['a', 'ab', 'abc']);
    for (const kind of ['a', 'ab', 'abc'] as const) {
      const token = similar.compose({ kind, keyId: generateKeyId(), secret: generateSecret() });
      expect(similar.parse(token)?.kind).toBe(kind);
    }
  });
});

describe('T01 a mistyped token', () => {
  it('T01 is nearly always refused without a read if one character was changed, left out, added or swapped', () => {
    let tried = 0;
    let passed = 0;
    for (let count = 0; count < 30; count += 1) {
      for (const mutation of everyMutation(generateToken())) {
        tried += 1;
        if (format.parse(mutation) !== undefined) passed += 1;
      }
    }
    expect(tried).toBeGreaterThan(300_000);
    expect(passed / tried).toBeLessThanOrEqual(0.0001);
  });

  it('T01 is always refused if one character was changed or two neighbours were swapped, thanks to CRC-32', () => {
    const token = generateToken();
    const near = [...everyMutation(token, { neighboursOnly: true })];
    expect(near.filter((mutation) => format.parse(mutation) !== undefined)).toEqual([]);
  });
});

describe('the parser refuses', () => {
  it('T02 a token with another kind in front', () => {
    const token = generateToken('user');
    expect(format.parse(token.replace('user', 'team'))).toBeUndefined();
  });

  it('T02 a token of a kind that is not declared', () => {
    const robots = formatOf(['robot']);
    const token = robots.compose({ kind: 'robot', keyId: generateKeyId(), secret: generateSecret() });
    expect(format.parse(token)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['the kind alone', 'user'],
    ['kind and dot alone', 'user.'],
    ['a dot alone', '.'],
    ['one character less', generateToken().slice(0, -1)],
    ['one character more', `${generateToken()}0`],
    ['1 MiB of A', 'A'.repeat(2 ** 20)],
    ['1 MiB of A as a user token', `user.${'A'.repeat(2 ** 20)}`],
    ['a token and 1 MiB more', generateToken() + 'A'.repeat(2 ** 20)],
  ])('T03 %s', (_what, text) => {
    expect(format.parse(text)).toBeUndefined();
  });

  it.each([
    ['T03 one character more', (secret: string) => `${secret}0`],
    ['T03 one character less', (secret: string) => secret.slice(1)],
    ['T04 a character outside the alphabet', (secret: string) => `-${secret.slice(1)}`],
    ['T04 a full-width digit', (secret: string) => `０${secret.slice(1)}`],
    ['T04 a newline', (secret: string) => `${secret.slice(1)}\n`],
  ])('%s in a token with a correct check', (_what, change) => {
    const secret = change(generateSecret());
    expect(format.parse(format.compose({ kind: 'user', keyId: generateKeyId(), secret }))).toBeUndefined();
  });

  it.each([
    ['a full-width letter', (token: string) => token.replace('user', 'ｕser')],
    ['a Cyrillic look-alike', (token: string) => token.replace('user', 'usеr')],
    ['a full-width dot', (token: string) => token.replace('.', '．')],
    ['a full-width digit', (token: string) => `${token.slice(0, -1)}０`],
    ['a combining mark', (token: string) => `${token.slice(0, -1)}\u0301`],
    ['a NUL at the end', (token: string) => `${token}\0`],
    ['a NUL in place of a character', (token: string) => `${token.slice(0, -1)}\0`],
    ['a newline at the end', (token: string) => `${token}\n`],
    ['a newline in place of a character', (token: string) => `${token.slice(0, -1)}\n`],
    ['an encoded dot', (token: string) => token.replace('.', '%2E')],
    ['everything encoded', (token: string) => encodeURIComponent(token).replace('.', '%2e')],
    ['a space before it', (token: string) => ` ${token}`],
    ['a space after it', (token: string) => `${token} `],
    ['a no-break space after it', (token: string) => `${token}\u00a0`],
    ['quotes around it', (token: string) => `"${token}"`],
    ['a zero-width space inside', (token: string) => token.replace('.', '.\u200b')],
    ['a byte order mark before it', (token: string) => `\ufeff${token}`],
    ['upper case', (token: string) => token.replace('user', 'USER')],
  ])('T04 a token with %s', (_what, change) => {
    expect(format.parse(change(generateToken()))).toBeUndefined();
  });

  it.each([
    [
      'the stored hash',
      '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    ],
    ['the key ID', generateToken().slice(5, 21)],
    ['kind and key ID', generateToken().slice(0, 21)],
    ['the secret', generateToken().slice(21, 64)],
    ['the display form', `user.${buildKey().id.slice(0, 8)}…`],
  ])('T05 %s', (_what, text) => {
    expect(format.parse(text)).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf'])(
    'T09 %s, by itself and in place of the kind',
    (name) => {
      expect(format.parse(name)).toBeUndefined();
      expect(format.parse(generateToken().replace('user', name))).toBeUndefined();
    },
  );

  it('T09 nothing because its key ID starts like an inherited property of objects', () => {
    const keyId = 'hasOwnProperty00' as ReturnType<typeof generateKeyId>;
    expect(format.parse(format.compose({ kind: 'user', keyId, secret: generateSecret() }))?.keyId).toBe(
      keyId,
    );
  });

  it.each([[undefined], [null], [42], [{}], [[generateToken()]], [new String(generateToken())]])(
    'a value that is not a string: %o',
    (value) => {
      expect(format.parse(value)).toBeUndefined();
    },
  );
});

describe('the parser under load', () => {
  it('T03 takes no longer to refuse 1 MiB than a few characters', () => {
    const input = `user.${'A'.repeat(2 ** 20)}`;
    const before = process.cpuUsage();
    for (let count = 0; count < 1_000; count += 1) format.parse(input);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(200);
  });

  it('T03 keeps nothing of the texts that it refuses', async () => {
    const before = await memoryInUse();
    const answers = Array.from({ length: 64 }, (_, count) =>
      format.parse(Buffer.alloc(2 ** 20, `user.${count}`).toString('latin1')),
    );
    expect(answers.every((answer) => answer === undefined)).toBe(true);
    expect((await memoryInUse()) - before).toBeLessThan(8 * 2 ** 20);
  });

  it('accepts none of a million arbitrary strings, and never throws', { timeout: 60_000 }, () => {
    const batch = fc.array(fc.oneof(anyText, nearlyToken), { minLength: 1_000, maxLength: 1_000 });
    fc.assert(
      fc.property(batch, (texts) => texts.every((text) => format.parse(text) === undefined)),
      { seed: 1, numRuns: 1_000 },
    );
  });
});

async function memoryInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  // Twice, because memory outside the heap is only released after the collection that found it.
  for (let pass = 0; pass < 2; pass += 1) {
    await nextTurn();
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));
const base62 = fc.string({ unit: fc.constantFrom(...base62Alphabet), minLength: 65, maxLength: 65 });
/** Correct except for the check. */
const nearlyToken = fc
  .tuple(fc.constantFrom('user', 'team', 'robot', ''), base62)
  .map(([kind, rest]) => `${kind}.${rest}`);
