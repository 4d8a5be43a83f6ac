import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { couldBeSecret, holdsSecret, holdsWholeSecret, tokenPattern } from './token-pattern.js';

const body = 'a'.repeat(65);

it('tokenPattern returns the pattern that scanners get', () => {
  expect(tokenPattern(['user', 'team']).source).toBe('\\b(?:user|team)\\.[0-9A-Za-z]{65}\\b');
});

it('tokenPattern finds every token in a text', () => {
  const text = `curl -H "x-api-key: user.${body}"\nTOKEN=team.${body};`;
  expect(text.match(tokenPattern(['user', 'team']))).toEqual([`user.${body}`, `team.${body}`]);
});

it.each([
  ['one character too few', `user.${body.slice(1)}`],
  ['one character too many', `user.${body}a`],
  ['another kind', `robot.${body}`],
  ['a longer word before the dot', `superuser.${body}`],
  ['a hyphen within', `user.${body.slice(1)}-`],
])('tokenPattern does not match %s', (_what, text) => {
  expect(text.match(tokenPattern(['user', 'team']))).toBeNull();
});

it('tokenPattern keeps no position between two texts', () => {
  expect(tokenPattern(['user'])).not.toBe(tokenPattern(['user']));
});

it('P09 holdsSecret finds a token of any kind in a text', () => {
  for (const text of [`user.${body}`, `my robot.${body} here`, `x.${body}a`])
    expect(holdsSecret(text)).toBe(true);
  for (const text of ['', `user.${body.slice(1)}`, body, `user. ${body}`])
    expect(holdsSecret(text)).toBe(false);
});

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Random, but derived from a digest of a number, and so the same in every run. */
const drawn = Array.from({ length: 5_000 }, (_, seed) => {
  const bytes = [0, 1].flatMap((half) => [...createHash('sha512').update(`${seed} ${half}`).digest()]);
  return bytes
    .filter((byte) => byte < 248)
    .slice(0, 65)
    .map((byte) => alphabet[byte % 62])
    .join('');
});
const missed = (pieces: readonly string[]) => pieces.filter((piece) => !couldBeSecret(piece)).length;

it.each([
  ['without its kind', (token: string) => token],
  ['without its check', (token: string) => token.slice(0, 59)],
  ['without anything but its secret', (token: string) => token.slice(16, 59)],
  ['with 7 characters of the secret missing', (token: string) => token.slice(23)],
  ['with 10 characters of the secret missing', (token: string) => token.slice(26)],
])('P09 couldBeSecret recognises a token %s', (_what, cut) => {
  expect(missed(drawn.map(cut))).toBeLessThan(drawn.length / 500);
});

it('P09 couldBeSecret recognises nearly every part of 28 characters, and none that is shorter', () => {
  expect(missed(drawn.map((token) => token.slice(20, 48)))).toBeLessThan(drawn.length / 100);
  expect(missed(drawn.map((token) => token.slice(20, 47)))).toBe(drawn.length);
});

it.each([
  'createApiKeysForTeamsWithinTheOrganisation',
  'GitHubActionsProductionRunner2026',
  'Donaudampfschifffahrtsgesellschaftskapitaen',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '550E8400E29B41D4A716446655440000',
  'AKEYFORTHECONTINUOUSINTEGRATION',
])('holdsSecret does not take %s for a secret', (text) => {
  expect(holdsSecret(text)).toBe(false);
});

it('P09 couldBeSecret recognises a secret that was converted to one case', () => {
  for (const write of [(text: string) => text.toLowerCase(), (text: string) => text.toUpperCase()])
    expect(missed(drawn.map((token) => write(token.slice(16))))).toBeLessThan(drawn.length / 200);
});

it.each([' ', '-', '.', '_', '\u200c', ' - '])(
  'P09 holdsSecret finds a secret in pieces with %j between them',
  (separator) => {
    const inPieces = (text: string, size: number) =>
      (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(separator);
    for (const size of [27, 22, 16])
      expect(drawn.filter((token) => !holdsSecret(inPieces(token.slice(16), size))).length).toBeLessThan(
        drawn.length / 25,
      );
  },
);

it.each([
  'GitHub2026 ActionsRunner7 Production1',
  'createApiKey listApiKeys revokeApiKey rotateApiKey',
  'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  'Release v2026.11.30-build1234 for Kubernetes1 and Kubernetes2',
])('holdsSecret does not take words for pieces of a secret: %s', (text) => {
  expect(holdsSecret(text)).toBe(false);
});

it('holdsWholeSecret does not take an idempotency key for a secret, but recognises a secret', () => {
  const [token = ''] = drawn;
  expect(holdsWholeSecret(token.slice(0, 40))).toBe(false);
  expect(holdsWholeSecret(`retry of ${token.slice(16, 59)}`)).toBe(true);
});

it('F12 holdsSecret takes about as long for each piece of a long text, however many there are', () => {
  // Random enough to be joined, and not mixed enough to be a secret.
  const text = 'aaaaaaaA '.repeat(100_000);
  const start = performance.now();
  expect(holdsSecret(text)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2_000);
});
