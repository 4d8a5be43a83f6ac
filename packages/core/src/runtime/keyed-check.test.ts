import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { formatOf } from '../../test-support/format-of.js';
import { everyMutation } from '../../test-support/mutations.js';
import { service } from '../../test-support/service.js';
import { settableClock } from '../testing/index.js';
import { base62Alphabet } from '../token/base62.js';
import { crcCheck } from '../token/token.js';
import { type CheckKeys, keyedCheck } from './keyed-check.js';
import { generateKeyId, generateSecret } from './random.js';

const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const [first, second, third] = [keyOf(1), keyOf(2), keyOf(3)];
const body = `user.${'a'.repeat(59)}`;
const check = (checkKeys: CheckKeys, clock = settableClock()) => keyedCheck(checkKeys, clock);

describe('keyedCheck', () => {
  it('is HMAC-SHA-256 of everything before it: the first 48 bits, and of these the last six base62 digits', () => {
    const bits = createHmac('sha256', first).update(body).digest('hex').slice(0, 12);
    let rest = BigInt(`0x${bits}`);
    let digits = '';
    for (let place = 0; place < 6; place += 1, rest /= 62n) {
      digits = base62Alphabet.charAt(Number(rest % 62n)) + digits;
    }
    expect(check({ keys: [first] }).sign(body)).toBe(digits);
  });

  it('signs with the first key', () => {
    expect(check({ keys: [first, second] }).sign(body)).toBe(check({ keys: [first] }).sign(body));
  });

  it('verifies with every key, so that keys can be rotated', () => {
    const signed = check({ keys: [first] }).sign(body);
    expect(check({ keys: [second, third, first] }).accepts(body + signed)).toBe(true);
  });

  it('ends the tokens of a key that is removed', () => {
    const signed = check({ keys: [first] }).sign(body);
    expect(check({ keys: [second, third] }).accepts(body + signed)).toBe(false);
  });

  it.each(['', '00000', '0000000'])('refuses a check of another length: %j', (other) => {
    expect(check({ keys: [first] }).accepts(body + other)).toBe(false);
  });

  it('does not change if the caller overwrites its key', () => {
    const key = keyOf(1);
    const made = check({ keys: [key] });
    key.fill(0);
    expect(made.sign(body)).toBe(check({ keys: [first] }).sign(body));
  });

  it('T01 refuses a mistyped token before a read', () => {
    const format = formatOf(['user', 'team'], check({ keys: [first] }));
    const token = format.compose({ kind: 'user', keyId: generateKeyId(), secret: generateSecret() });
    const tried = [...everyMutation(token)];
    const passed = tried.filter((mutation) => format.parse(mutation) !== undefined);
    expect(passed.length / tried.length).toBeLessThanOrEqual(0.0001);
  });

  it('T02 covers the kind', () => {
    const format = formatOf(['user', 'team'], check({ keys: [first] }));
    const token = format.compose({ kind: 'user', keyId: generateKeyId(), secret: generateSecret() });
    expect(format.parse(token)).toBeDefined();
    expect(format.parse(token.replace('user', 'team'))).toBeUndefined();
  });
});

describe('tokens from before there were check keys', () => {
  const unkeyed = crcCheck.sign(body);
  const until = new Date('2026-03-01T00:00:00Z');

  it('are refused by default', () => {
    expect(check({ keys: [first] }).accepts(body + unkeyed)).toBe(false);
  });

  it('are accepted until the given instant, by the injected clock', () => {
    const clock = settableClock();
    const made = check({ keys: [first], acceptUnkeyedUntil: until }, clock);
    clock.set(new Date(until.getTime() - 1));
    expect(made.accepts(body + unkeyed)).toBe(true);
    clock.set(until);
    expect(made.accepts(body + unkeyed)).toBe(false);
  });

  it('are accepted only with a correct CRC-32', () => {
    const made = check({ keys: [first], acceptUnkeyedUntil: until });
    expect(made.accepts(`${body}000000`)).toBe(false);
  });

  it('are no longer issued, even while they are accepted', () => {
    expect(check({ keys: [first], acceptUnkeyedUntil: until }).sign(body)).not.toBe(unkeyed);
  });
});

describe('keyedCheck refuses check keys when it is created:', () => {
  it.each<[string, unknown]>([
    ['none', { keys: [] }],
    ['missing keys', {}],
    ['null', null],
    ['31 bytes', { keys: [new Uint8Array(31)] }],
    ['31 bytes next to a valid key', { keys: [first, new Uint8Array(31)] }],
    ['a string', { keys: ['a'.repeat(64)] }],
    ['a key that is not in an array', { keys: first }],
    ['an invalid instant', { keys: [first], acceptUnkeyedUntil: new Date('never') }],
    ['an instant that is a string', { keys: [first], acceptUnkeyedUntil: '2026-03-01' }],
    ['an instant that is null', { keys: [first], acceptUnkeyedUntil: null }],
  ])('%s', (_what, checkKeys) => {
    expect(() => check(checkKeys as CheckKeys)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });

  it.each(['\n', '\r\n', ' ', '\t'])(
    'text with white space around it, which the message mentions but does not quote: %j',
    (space) => {
      const text = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';
      const make = (key: string) => () => check({ keys: [first, new TextEncoder().encode(key)] });
      for (const key of [text + space, space + text]) {
        expect(make(key)).toThrow(/white space/);
        expect(make(key)).toThrow(/^(?!.*q83v)/);
      }
      expect(make(text)).not.toThrow();
    },
  );

  it('but not random bytes that happen to end with a newline', () => {
    expect(() => check({ keys: [Uint8Array.of(...first, 10)] })).not.toThrow();
  });

  it('without quoting them', () => {
    expect(() => check({ keys: ['hunter2hunter2' as unknown as Uint8Array] })).toThrow(/^(?!.*hunter2)/);
  });
});

describe('T07 a token of another deployment', () => {
  it('T07 is refused without a read and without a hash if the check keys differ', async () => {
    const ours = service({ checkKeys: { keys: [first] } });
    const { token } = await service({ checkKeys: { keys: [second] } }).issue();
    const find = vi.spyOn(ours.repository, 'find');
    const verify = vi.spyOn(ours.hasher, 'verify');
    expect(await ours.keys.verify(token)).toEqual({ ok: false, reason: 'malformed' });
    expect(find).not.toHaveBeenCalled();
    expect(verify).not.toHaveBeenCalled();
  });

  it('T07 is refused in the same way even if it names one of our key IDs', async () => {
    const ours = service({ checkKeys: { keys: [first] } });
    const { key } = await ours.issue();
    const find = vi.spyOn(ours.repository, 'find');
    const forged = formatOf(['user']).compose({
      kind: 'user',
      keyId: key.id,
      secret: generateSecret(),
    });
    expect(await ours.keys.verify(forged)).toEqual({ ok: false, reason: 'malformed' });
    expect(find).not.toHaveBeenCalled();
  });

  it('T07 is unknown if only the database differs', async () => {
    const { token } = await service().issue();
    const ours = service();
    const verify = vi.spyOn(ours.hasher, 'verify');
    expect(await ours.keys.verify(token)).toEqual({ ok: false, reason: 'unknown' });
    expect(verify).not.toHaveBeenCalled();
  });
});
