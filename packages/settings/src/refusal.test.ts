import {
  InvalidExpiryError,
  InvalidNameError,
  PosternError,
  type PosternErrorCode,
  ScopesNotGrantedError,
  TooManyKeysError,
} from '@postern/core';
import { describe, expect, it } from 'vitest';
import { pages, visit } from '../test-support/pages.js';
import { de, en, type Texts } from './index.js';
import { refusalOf } from './refusal.js';

const languages = [
  ['English', en],
  ['German', de],
] as const;
const codes = Object.keys(en.errors) as (keyof Texts['errors'])[];
const tooLate = new InvalidExpiryError(new Date('2027-03-01T09:00:00Z'), {
  field: 'expiresAt',
  mayBeNull: false,
});
const messageForProgrammers = 'expiresAt must be a Date';

describe.each(languages)('the refusals in %s', (_language, texts) => {
  it.each(codes)('%s has a sentence for people, which is not the message for programmers', (code) => {
    const error =
      [
        new ScopesNotGrantedError(['agents:read', 'agents:write'], 'owner'),
        new TooManyKeysError(25),
        tooLate,
        new InvalidNameError('empty', 0),
      ].find((special) => special.code === code) ?? new PosternError(code, messageForProgrammers);
    const message = refusalOf(error, texts)?.message ?? '';
    expect(message).toMatch(/^\p{Lu}.{10,}/u);
    if (code !== 'ERR_FORBIDDEN') expect(message).not.toContain(error.message);
  });

  it('the sentences say which scopes are not granted, how many keys there can be, and why the policy refuses', () => {
    expect(refusalOf(new TooManyKeysError(25), texts)?.message).toContain('25');
    const form = { name: '', dayEnds: '', scopes: [], idempotencyKey: '', expires: '2027-12-31' };
    expect(refusalOf(tooLate, texts)?.message).toBe(texts.offeredTooLong);
    expect(refusalOf(tooLate, texts, form)?.message).toMatch(/Feb 28, 2027|28\.02\.2027/);
    expect(refusalOf(new InvalidNameError('too_long', 1_200), texts)?.message).toMatch(/1[,.]200/);
    const beyond = new ScopesNotGrantedError(['agents:read', 'agents:write'], 'owner');
    expect(refusalOf(beyond, texts)?.message).toContain('agents:read, agents:write');
    const forbidden = new PosternError('ERR_FORBIDDEN', 'only admins of the team can manage its keys');
    expect(refusalOf(forbidden, texts)?.message).toContain('only admins of the team can manage its keys');
  });
});

it('neither a fault nor a code from another version of core is a refusal', () => {
  for (const code of ['ERR_OVERLOADED', 'ERR_TOMORROW', 'constructor'] as PosternErrorCode[])
    expect(refusalOf(new PosternError(code, 'a fault'), en)).toBeUndefined();
  expect(refusalOf(new Error('ERR_FORBIDDEN'), en)).toBeUndefined();
});

it.each([
  ['a cursor', '/user/keys?cursor=nonsense', undefined, en.errors.ERR_INVALID_CURSOR],
  ['an ID that is too long', `/offers/${'x'.repeat(300)}`, undefined, en.errors.ERR_OFFER_NOT_FOUND],
  [
    'an idempotency key',
    '/user/keys',
    { 'idempotency-key': 'x'.repeat(300) },
    en.errors.ERR_INVALID_ARGUMENT,
  ],
  ['a scope', '/user/keys', { scopes: 'no:such' }, en.errors.ERR_INVALID_SCOPES],
  ['a day', '/user/keys', { expires: '2020-01-01' }, en.errors.ERR_INVALID_EXPIRY(null)],
  ['a name', '/user/keys', { name: '' }, en.errors.ERR_INVALID_NAME.empty],
  ['a team', '/teams/other/keys', undefined, en.errors.ERR_KEY_NOT_FOUND],
])('%s that is not valid gets a page with a sentence for people', async (_what, path, fields, sentence) => {
  const form = fields && Object.entries({ name: 'CI', ...fields });
  const { status, text } = await visit(pages(), path, form === undefined ? {} : { form });
  expect([404, 422]).toContain(status);
  expect(text).toContain(sentence);
});
