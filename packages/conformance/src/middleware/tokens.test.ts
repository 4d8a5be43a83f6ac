import { describe } from 'vitest';
import { rewriting, withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { tokenClauses } from './tokens.js';

const keyId = /^[0-9A-Za-z]{16}$/;

describe('the clauses on tokens', () =>
  itCatches(tokenClauses, plainSubject, [
    ['omits Vary on refusals', withHeaders(without('Vary')), 'T02', 'T03', 'T04', 'T05', 'T06', 'S01', 'S07'],
    [
      'reveals the reason of a refusal',
      () => ({
        refusalOf: (answer) => ({
          ...answer,
          problem: {
            ...answer.problem,
            detail: `${answer.problem.detail} ${'reason' in answer && answer.reason}`,
          },
        }),
      }),
      'T06',
    ],
    ['ignores the kind', rewriting((text) => text.replace(/(team|admin)\./, 'user.')), 'T02', 'T06'],
    [
      'truncates a token that is too long',
      rewriting((text) => text.replace(/(user\.\w{65}).+/, '$1')),
      'T03',
    ],
    ['removes quotes', rewriting((text) => text.replaceAll(/["']/g, '')), 'T04', 'T06'],
    [
      'accepts the key ID as the token',
      (sound) => ({
        async authenticate(auth, req, rawHeaders) {
          const authentication = await sound.authenticate(auth, req, rawHeaders);
          const isKeyId = keyId.test(req.headers['x-api-key']?.toString() ?? '');
          return isKeyId ? { ok: true, principal: undefined } : authentication;
        },
      }),
      'T05',
    ],
    [
      'caches successful verifications',
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
      'S01',
      'S07',
    ],
  ]));
