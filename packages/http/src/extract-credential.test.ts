import { describe, expect, it } from 'vitest';
import { extractCredential } from './extract-credential.js';

const both = ['authorization', 'x-api-key'] as const;
const noCredential = { ok: false, reason: 'no_credential' };
const ambiguous = { ok: false, reason: 'ambiguous_request' };
const token = (text: string) => ({ ok: true, token: text });

const authorization = (value: string) => extractCredential(['Authorization', value], both);
const apiKey = (value: string) => extractCredential(['X-Api-Key', value], both);

describe('extractCredential, Authorization', () => {
  it.each(['Bearer k', 'bearer k', 'BEARER k', 'bEaReR k'])(
    'H01 accepts the scheme in any case: %s',
    (value) => {
      expect(authorization(value)).toEqual(token('k'));
    },
  );

  it('H01 accepts one or more spaces after the scheme', () => {
    expect(authorization('Bearer  k')).toEqual(token('k'));
    expect(authorization(`Bearer${' '.repeat(1_000)}k`)).toEqual(token('k'));
  });

  it.each(['Bearer\tk', 'Bearer\t k', 'Bearer\u00A0k', 'Bearer:k', 'Bearer=k', 'Bearer"k"', 'Bearer\vk'])(
    'H01 a request is ambiguous if anything but a space ends the scheme: %j',
    (value) => expect(authorization(value)).toEqual(ambiguous),
  );

  it.each([
    'Basic dXNlcjpwYXNz',
    'Digest a="b", c="d"',
    'user.0123',
    'BearerX k',
    'Bearer-k',
    'Be',
    '"Bearer" k',
    '\u212Aey k',
  ])('H02 another scheme is not a credential: %s', (value) =>
    expect(authorization(value)).toEqual(noCredential),
  );

  it.each(['Bearer', 'Bearer ', 'Bearer \t ', 'bearer'])(
    'H02 Bearer without a token is ambiguous: %j',
    (value) => {
      expect(authorization(value)).toEqual(ambiguous);
    },
  );

  it.each([
    'Bearer a b',
    'Bearer a  b',
    'Bearer a,b',
    'Bearer a, Bearer b',
    'Bearer a,',
    'Bearer ,a',
    'Bearer,a',
    'Bearer ,',
  ])('H04 more than one word, or a comma, is ambiguous: %s', (value) =>
    expect(authorization(value)).toEqual(ambiguous),
  );

  it.each([
    'Basic a, Bearer k',
    'Basic a,bearer k',
    'Basic a,\t BEARER\tk',
    'Basic a, Bearer',
    'Basic a, Bearer, Basic b',
    'Digest a="b", c="d", Bearer k',
    'user.0, Bearer k',
    ', Bearer k',
    ',',
    ', Basic a',
  ])('H04 lines that a runtime joined are ambiguous, whatever the first one is: %j', (value) =>
    expect(authorization(value)).toEqual(ambiguous),
  );

  it.each([
    'Digest a="Bearer k", bearer="c", b=bearer',
    'Basic a, Bearer-k',
    'Basic a, BearerX k',
    'Basic a, b',
  ])('H02 another scheme whose parameters have commas is not a credential: %s', (value) =>
    expect(authorization(value)).toEqual(noCredential),
  );

  it.each(['"k"', '\u00A0k', 'k\tl', '\tk', 'k\vl', 'k\u2028l', 'sk-ant-0123', 'ｕｓｅｒ.k', '%75ser.k'])(
    'H09 T04 the word is passed on unchanged, for verification to refuse: %j',
    (word) => expect(authorization(`Bearer ${word}`)).toEqual(token(word)),
  );
});

describe('extractCredential, x-api-key', () => {
  it('x-api-key is read as a whole', () => {
    expect(apiKey('k')).toEqual(token('k'));
    expect(apiKey('Bearer k')).toEqual(token('Bearer k'));
  });

  it('H04 as many lines as Node keeps are ambiguous: it may have dropped a line with another key', () => {
    const others = (count: number) => Array.from({ length: count }, () => ['A', '']).flat();
    expect(extractCredential(['x-api-key', 'k', ...others(1_998)], ['x-api-key'])).toEqual(token('k'));
    expect(extractCredential(['x-api-key', 'k', ...others(1_999)], ['x-api-key'])).toEqual(ambiguous);
  });

  it('H04 a comma in x-api-key is ambiguous', () => {
    expect(apiKey('a,b')).toEqual(ambiguous);
    expect(apiKey(', k')).toEqual(ambiguous);
    expect(apiKey(',')).toEqual(ambiguous);
  });

  it('H09 only spaces and tabs are trimmed', () => {
    expect(apiKey(' \t k\t ')).toEqual(token('k'));
    for (const space of ['\u00A0', '\u2028', '\v', '\f', '\r', '\n', '\uFEFF', '\u3000']) {
      expect(apiKey(`${space}k${space}`)).toEqual(token(`${space}k${space}`));
    }
  });
});

describe('extractCredential, all headers together', () => {
  it('a request without a header, or with an empty one, has no credential', () => {
    for (const rawHeaders of [
      [],
      ['Host', 'k'],
      ['Authorization', ''],
      ['X-Api-Key', ' \t'],
      ['Authorization'],
    ]) {
      expect(extractCredential(rawHeaders, both)).toEqual(noCredential);
    }
  });

  it('H03 the same token in both headers is accepted', () => {
    expect(extractCredential(['x-api-key', 'k', 'authorization', 'Bearer k'], both)).toEqual(token('k'));
  });

  it('H03 two different tokens are ambiguous', () => {
    expect(extractCredential(['x-api-key', 'k', 'authorization', 'Bearer l'], both)).toEqual(ambiguous);
    expect(extractCredential(['x-api-key', 'K', 'authorization', 'Bearer k'], both)).toEqual(ambiguous);
  });

  it.each([
    ['Authorization', 'Bearer k', 'Authorization', 'Bearer l'],
    ['Authorization', 'Bearer k', 'aUTHORIZATION', 'Bearer k'],
    ['X-Api-Key', 'k', 'x-api-key', 'k'],
    ['X-Api-Key', 'k', 'Host', 'h', 'X-API-KEY', ''],
    ['X-Api-Key', '', 'X-Api-Key', 'k'],
    ['Authorization', 'Basic a', 'Authorization', 'Bearer k'],
    ['Authorization', 'Basic a', 'Authorization', 'Basic b', 'X-Api-Key', 'k'],
  ])('H04 a repeated header is ambiguous, even if the lines are equal or empty (%#)', (...rawHeaders) => {
    expect(extractCredential(rawHeaders, both)).toEqual(ambiguous);
  });

  it('H04 an ambiguous Authorization is ambiguous even next to a good x-api-key', () => {
    expect(extractCredential(['Authorization', 'Bearer', 'X-Api-Key', 'k'], both)).toEqual(ambiguous);
  });

  it('x-api-key is accepted next to another scheme, and a header with a key next to an empty one', () => {
    expect(extractCredential(['Authorization', 'Basic a', 'X-Api-Key', 'k'], both)).toEqual(token('k'));
    expect(extractCredential(['Authorization', '', 'X-Api-Key', 'k'], both)).toEqual(token('k'));
    expect(extractCredential(['Authorization', 'Bearer k', 'X-Api-Key', ''], both)).toEqual(token('k'));
  });

  it('H04 H08 headers that the route does not accept are ignored', () => {
    const repeated = ['X-Api-Key', 'k', 'X-Api-Key', 'l', 'Authorization', 'Bearer m'];
    expect(extractCredential(repeated, ['authorization'])).toEqual(token('m'));
    expect(extractCredential(['X-Api-Key', 'k'], ['authorization'])).toEqual(noCredential);
    expect(extractCredential(['Authorization', 'Bearer', 'X-Api-Key', 'k'], ['x-api-key'])).toEqual(
      token('k'),
    );
  });

  it('only ASCII letters match the name of a header', () => {
    for (const name of [
      'x-api-\u212Aey',
      'x-api-key ',
      ' x-api-key',
      'x_api_key',
      'authorızation',
      '__proto__',
    ]) {
      expect(extractCredential([name, 'Bearer k'], both)).toEqual(noCredential);
    }
  });

  it('H06 a value of 4 MiB takes no more than linear time', () => {
    const long = 4 * 2 ** 20;
    for (const piece of [' ', '\t', ',', 'a', 'a ', 'Bearer ', '\u00A0']) {
      const value = piece.repeat(long / piece.length);
      const before = process.cpuUsage();
      extractCredential(['Authorization', `Bearer ${value}`, 'X-Api-Key', value], both);
      extractCredential(['Authorization', value, 'X-Api-Key', value], both);
      extractCredential(['Authorization', `Basic ,${value}`], both);
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
    }
  });
});
