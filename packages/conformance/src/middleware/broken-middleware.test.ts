import { AssertionError } from 'node:assert';
import type { Principal } from '@postern/core';
import { expect, it } from 'vitest';
import { type Defect, plainSubject } from '../../test-support/plain-subject.js';
import { middlewareContract } from './middleware-contract.js';

const somebody = { owner: { kind: 'user', id: 'ada' }, keyId: 'k', permissions: [] } as unknown as Principal;

/** Keeps of each header the line that `pick` picks. */
const oneLineEach =
  (pick: (values: readonly string[]) => string | undefined): Defect =>
  () => ({
    rawHeadersOf: (req) =>
      Object.entries(req.headersDistinct).flatMap(([name, values = []]) => [name, pick(values) ?? '']),
  });

const withHeaders =
  (change: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Defect =>
  () => ({ refusalOf: (answer) => ({ ...answer, headers: change(answer.headers) }) });

const without =
  (name: string) =>
  ({ [name]: _, ...rest }: Readonly<Record<string, string>>) =>
    rest;

/** What is broken, and the beginnings of the names of the clauses that must notice. */
const defects: readonly (readonly [string, Defect, ...string[]])[] = [
  ['takes the first line of a header', oneLineEach((values) => values[0]), 'H04 a header on two lines'],
  ['takes the last line of a header', oneLineEach((values) => values.at(-1)), 'H04 a header on two lines'],
  [
    'takes the first of several joined by commas',
    oneLineEach((values) => values.join(',').split(',')[0]),
    'H04 a header on two lines',
    'H04 what a proxy joined',
  ],
  [
    'reads what Node made of the lines',
    () => ({
      rawHeadersOf: (req) => Object.entries(req.headers).flatMap(([name, value]) => [name, String(value)]),
    }),
    'H04 a header on two lines',
  ],
  [
    'takes x-api-key for one more spelling of Authorization',
    () => ({
      rawHeadersOf: (req) =>
        req.rawHeaders.flatMap((text, at) =>
          /^x-api-key$/i.test(text) && at % 2 === 0 ? 'Authorization' : text,
        ),
    }),
    'a valid key passes in either header',
    'H03',
  ],
  [
    'looks at x-api-key first, and at Authorization only without it',
    () => ({
      rawHeadersOf: ({ rawHeaders, headers }) =>
        headers['x-api-key']
          ? rawHeaders.map((text) => (/^authorization$/i.test(text) ? 'Ignored' : text))
          : rawHeaders,
    }),
    'H03',
  ],
  [
    'trims as JavaScript does',
    () => ({ rawHeadersOf: (req) => req.rawHeaders.map((text) => text.trim()) }),
    'H09',
  ],
  [
    'takes a tab for a space',
    () => ({ rawHeadersOf: (req) => req.rawHeaders.map((text) => text.replaceAll('\t', ' ')) }),
    'H01 a tab',
  ],
  [
    'takes off quotes',
    () => ({ rawHeadersOf: (req) => req.rawHeaders.map((text) => text.replaceAll(/["']/g, '')) }),
    'T04',
  ],
  [
    'takes a bare token in Authorization',
    () => ({ rawHeadersOf: (req) => req.rawHeaders.map((text) => text.replace(/^user\./, 'Bearer user.')) }),
    'H02 another scheme',
  ],
  [
    'looks for a token in the query, where no header has one',
    (sound) => ({
      authenticate(auth, req, rawHeaders) {
        const inQuery = new URL(req.url ?? '', 'http://localhost').searchParams.get('api_key');
        return sound.authenticate(auth, req, inQuery === null ? rawHeaders : ['x-api-key', inQuery]);
      },
    }),
    'H05 a token in the query',
  ],
  [
    'hides the query from the authenticator',
    (sound) => ({
      authenticate(auth, req, rawHeaders) {
        const { url } = req;
        req.url = '/';
        const authentication = sound.authenticate(auth, req, rawHeaders);
        if (url !== undefined) req.url = url;
        return authentication;
      },
    }),
    'H05 a token in the query',
    'H05 a valid key in a header',
  ],
  [
    'looks for a token in cookies',
    (sound) => ({
      authenticate(auth, req, rawHeaders) {
        const [, inCookie] = /token=([^;]+)/.exec(req.headers.cookie ?? '') ?? [];
        return sound.authenticate(auth, req, inCookie === undefined ? rawHeaders : ['x-api-key', inCookie]);
      },
    }),
    'H05 a token in a cookie',
  ],
  [
    'forgets Vary',
    () => ({ responseHeaders: (own) => ({ 'Cache-Control': 'private, no-store', ...own }) }),
    'H10',
  ],
  [
    'overwrites the Vary of the handler',
    (sound) => ({
      responseHeaders: (own) => ({ ...sound.responseHeaders(own), Vary: 'Authorization, X-Api-Key' }),
    }),
    'H10 what the handler sets',
  ],
  [
    'overwrites the Cache-Control of the handler',
    (sound) => ({
      responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'Cache-Control': 'private, no-store' }),
    }),
    'H10 what the handler sets',
  ],
  [
    'lets caches keep a response',
    (sound) => ({
      responseHeaders: (own) => ({
        ...sound.responseHeaders(own),
        ...own,
        Vary: sound.responseHeaders(own).Vary ?? '',
        'Cache-Control': 'public',
      }),
    }),
    'H10 every response',
  ],
  ['forgets Vary on refusals', withHeaders(without('Vary')), 'without a credential', 'T06 all that is wrong'],
  [
    'lets caches keep refusals',
    withHeaders(without('Cache-Control')),
    'without a credential',
    'F01',
    'H10 a refusal',
  ],
  [
    'forgets the challenge',
    withHeaders(without('WWW-Authenticate')),
    'without a credential',
    'requireScopes',
  ],
  ['forgets Retry-After', withHeaders(without('Retry-After')), 'F01', 'F02', 'too many hashes'],
  [
    'tells the reason of a refusal',
    () => ({
      refusalOf: (answer) => ({
        ...answer,
        problem: {
          ...answer.problem,
          detail: `${answer.problem.detail} ${'reason' in answer && answer.reason}`,
        },
      }),
    }),
    'T06 all that is wrong',
  ],
  [
    'reflects what was sent',
    () => ({
      refusalOf: (answer, req) => ({
        ...answer,
        problem: { ...answer.problem, detail: `${answer.problem.detail} ${req.url} ${req.rawHeaders}` },
      }),
    }),
    'nothing that the caller sent',
    'H05 a token in the query',
  ],
  [
    'lets a fault through as 500',
    () => ({ refusalOf: (answer) => (answer.status === 503 ? { ...answer, status: 500 } : answer) }),
    'F01',
    'F02',
    'too many hashes',
  ],
  [
    'takes a fault for an approval',
    (sound) => ({
      async authenticate(auth, req, rawHeaders) {
        const authentication = await sound.authenticate(auth, req, rawHeaders);
        const isFault = !authentication.ok && authentication.refusal.status === 503;
        return isFault ? { ok: true, principal: somebody } : authentication;
      },
    }),
    'F01',
    'F02',
    'too many hashes',
  ],
  [
    'takes a fault for a wrong key',
    (sound) => ({
      keysOf: (keys) => ({
        ...sound.keysOf(keys),
        verify: (token, required) => keys.verify(token, required).catch(() => keys.verify('malformed')),
      }),
    }),
    'F01',
    'F02',
  ],
  [
    'remembers who was let in',
    () => ({
      keysOf(keys) {
        const verified = new Map<string, ReturnType<typeof keys.verify>>();
        return {
          ...keys,
          async verify(token, required) {
            const verification = verified.get(token) ?? keys.verify(token, required);
            if ((await verification).ok) verified.set(token, verification);
            return verification;
          },
        };
      },
    }),
    'S01 a key is refused',
    'S07',
  ],
  [
    'verifies one request after the other',
    () => ({
      keysOf(keys) {
        let last: Promise<unknown> = Promise.resolve();
        return {
          ...keys,
          verify(token, required) {
            const verification = last.then(() => keys.verify(token, required));
            last = verification;
            return verification;
          },
        };
      },
    }),
    '50 concurrent requests',
  ],
  [
    'joins requests with one token to one verification',
    () => ({
      keysOf(keys) {
        const underWay = new Map<string, ReturnType<typeof keys.verify>>();
        return {
          ...keys,
          verify(token, required) {
            const verification = underWay.get(token) ?? keys.verify(token, required);
            underWay.set(token, verification);
            return verification.finally(() => underWay.delete(token));
          },
        };
      },
    }),
    'S01 no request joins',
  ],
  [
    'verifies again at a requirement',
    (sound) => ({
      async judge(req, requirement) {
        const { keyId } = sound.principalOf(req);
        await requirement.keys.get(keyId, { actor: { kind: 'system', id: 'adapter' } });
        return sound.judge(req, requirement);
      },
    }),
    'a route with requirements of its own verifies once',
  ],
  [
    'forgets requirements',
    () => ({ judge: async () => ({ ok: true }) }),
    'requireScopes',
    'requireKinds',
    'H11 with preflight: true, nothing less',
  ],
  [
    'lets a requirement pass without apiKeyAuth',
    (sound) => ({
      async judge(req, requirement) {
        const judged = await sound.judge(req, requirement);
        return !judged.ok && judged.answer.status === 500 ? { ok: true } : judged;
      },
    }),
    'a requirement without apiKeyAuth',
  ],
  [
    'lets every OPTIONS through',
    (sound) => ({
      authenticate: async (auth, req, rawHeaders) =>
        req.method === 'OPTIONS'
          ? { ok: true, principal: undefined }
          : sound.authenticate(auth, req, rawHeaders),
    }),
    'H11 a preflight is refused',
    'H11 with preflight: true, nothing less',
  ],
  [
    'lets onRefused change the headers',
    () => ({ refusedHeaders: (refusal, own) => ({ ...refusal, ...own }) }),
    'onRefused makes the body of every refusal',
    'onRefused makes the body of a 503',
  ],
];

for (const [does, defect, ...beginnings] of defects) {
  it.each(beginnings)(`a middleware that ${does} is noticed by: %s`, async (beginning) => {
    const clauses = middlewareContract.filter(({ name }) => name.startsWith(beginning));
    const results = await Promise.allSettled(clauses.map(({ run }) => run(plainSubject(defect))));
    expect(results).toContainEqual({ status: 'rejected', reason: expect.any(AssertionError) });
  });
}
