import { describe } from 'vitest';
import { forgetting, withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { requirementClauses } from './requirements.js';

const ada = { owner: { kind: 'user', id: 'ada' }, keyId: 'k', permissions: [] };

describe('the clauses on requirements', () =>
  itCatches(requirementClauses, plainSubject, [
    [
      'omits the challenge',
      withHeaders(without('WWW-Authenticate')),
      'requireScopes',
      'requireKinds',
      'the kinds and',
      'only a',
      'every challenge',
      'with resourceMetadata',
    ],
    [
      'does not say that a retry is useless',
      withHeaders(without('X-Should-Retry')),
      'requireScopes',
      'requireKinds',
      'the kinds and',
      'only a',
      'a requirement without apiKeyAuth',
    ],
    [
      'ignores requirements',
      () => ({ judge: async () => ({ ok: true }) }),
      'requireScopes',
      'requireKinds',
      'a requirement without apiKeyAuth',
      'every challenge',
      'with resourceMetadata',
    ],
    ['ignores the kinds and scopes of apiKeyAuth', forgetting('kinds', 'scopes'), 'the kinds and'],
    [
      'says what the route needs before the token is proven',
      () => ({
        refusalOf: (answer, req) =>
          req.headers['x-api-key']?.includes('user.') ? { ...answer, status: 403 } : answer,
      }),
      'only a',
      'a requirement without apiKeyAuth',
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
      'a requirement without apiKeyAuth',
    ],
    [
      'lets a requirement pass without apiKeyAuth',
      (sound) => ({
        async judge(req, requirement) {
          const judged = await sound.judge(req, requirement);
          return !judged.ok && judged.refusal.status === 500 ? { ok: true } : judged;
        },
      }),
      'a requirement without apiKeyAuth',
    ],
    [
      'returns a principal for every request',
      () => ({ principalOf: () => ada as never }),
      'principalOf throws',
    ],
    ['ignores the realm', forgetting('realm'), 'every challenge'],
    ['ignores resourceMetadata', forgetting('resourceMetadata'), 'with resourceMetadata'],
    [
      'omits resource_metadata from a 403',
      (sound) => ({
        refusalOf(answer, req) {
          const { headers, ...rest } = sound.refusalOf(answer, req);
          const challenge = headers['WWW-Authenticate'];
          if (answer.status !== 403 || challenge === undefined) return answer;
          const shorter = challenge.replace(/, resource_metadata=.*/, '');
          return { ...rest, headers: { ...headers, 'WWW-Authenticate': shorter } };
        },
      }),
      'with resourceMetadata',
    ],
  ]));
