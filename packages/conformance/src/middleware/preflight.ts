import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertRefused } from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause } from './world.js';

const origin = 'Origin: https://agents.example';
const wanted = 'Access-Control-Request-Method: PUT';

/** CORS preflights, which carry no credential. */
export const preflightClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('H11 a preflight is refused like any other request by default', async (world) => {
    const response = await world.send({ method: 'OPTIONS', lines: [origin, wanted] });
    assertRefused(response, 'credential_required');
    assertNothingHandled(world);
  }),

  clause(
    'H11 with preflight: true, OPTIONS with both headers passes, without a principal',
    async (world) => {
      // `/own-headers` needs no principal; `/principal` fails without one.
      const response = await world.send({ path: '/own-headers', method: 'OPTIONS', lines: [origin, wanted] });
      assert.equal(response.status, 200, response.head);
      const { status } = await world.send({ method: 'OPTIONS', lines: [origin, wanted] });
      assert.equal(status, 500);
    },
    { options: { preflight: true } },
  ),

  clause(
    'H11 with preflight: true, any other request is refused',
    async (world) => {
      for (const request of [
        { method: 'OPTIONS', lines: [] },
        { method: 'OPTIONS', lines: [origin] },
        { method: 'OPTIONS', lines: [wanted] },
        { method: 'GET', lines: [origin, wanted] },
        { method: 'POST', lines: [origin, wanted, 'X-HTTP-Method-Override: OPTIONS'] },
        { method: 'OPTIONS', path: '/scopes', lines: [origin, wanted] },
      ]) {
        assertRefused(await world.send(request), 'credential_required');
      }
      assertNothingHandled(world);
    },
    { options: { preflight: true } },
  ),
];
