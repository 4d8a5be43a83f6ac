import assert from 'node:assert/strict';
import type { HttpRefusal } from '@postern/http';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertRefusalHead } from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause } from './world.js';

const describeRefusal = ({ status, code, reason, headers, problem }: HttpRefusal) =>
  `${status} ${code} ${reason} ${headers['Cache-Control']} ${problem.status}`;

const badLines = [[], ['X-Api-Key: x'], ['X-Api-Key: a,b']];

function failing(): never {
  throw new Error('the body could not be created');
}

/** What frameworks take for success, or for a command to skip the rest of a route. */
const noErrors = [undefined, null, false, 0, '', 'route', 'router'];

function rejectingWithEach(values: readonly unknown[]): () => never {
  let calls = 0;
  return () => {
    throw values[calls++ % values.length];
  };
}

/** Refusals with a body that the service creates. */
export const onRefusedClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause(
    'onRefused creates the body of every refusal, never the status or the headers',
    async (world) => {
      const { token, sendLines, send } = world;
      for (const [response, code, body] of [
        [await sendLines(), 'credential_required', '401 credential_required no_credential no-store 401'],
        [
          await sendLines('X-Api-Key: a,b'),
          'invalid_request',
          '400 invalid_request ambiguous_request no-store 400',
        ],
        [await sendLines('X-Api-Key: x'), 'invalid_token', '401 invalid_token malformed no-store 401'],
        [
          await send({ path: '/kinds', lines: [`X-Api-Key: ${token}`] }),
          'insufficient_scope',
          '403 insufficient_scope wrong_kind no-store 403',
        ],
      ] as const) {
        assertRefusalHead(response, code);
        assert.equal(response.body, body);
        assert.match(response.header('Content-Type') ?? '', /^text\/plain/);
      }
      assertNothingHandled(world);
    },
    { refusedBody: describeRefusal },
  ),

  clause(
    'onRefused creates the body of a 503 too',
    async (world) => {
      world.repository.failWith('down');
      const response = await world.sendLines(`X-Api-Key: ${world.token}`);
      assertRefusalHead(response, 'temporarily_unavailable');
      assert.equal(response.body, '503 temporarily_unavailable unavailable no-store 503');
    },
    { refusedBody: describeRefusal },
  ),

  clause(
    'an onRefused that rejects lets no one in: the response is 500',
    async (world) => {
      for (const lines of badLines) {
        const response = await world.sendLines(...lines);
        assert.equal(response.status, 500, response.head);
        assert.equal(response.header('WWW-Authenticate'), undefined);
        assert.equal(response.header('X-Should-Retry'), undefined);
      }
      assertNothingHandled(world);
      assertPassed(await world.sendLines(`X-Api-Key: ${world.token}`));
    },
    { refusedBody: failing },
  ),

  clause(
    'an onRefused that rejects with something other than an error lets no one in either',
    async (world) => {
      const lines = [`X-Api-Key: ${world.token}`];
      for (const request of [{}, { path: '/kinds', lines }])
        for (const _ of noErrors) {
          const response = await world.send(request);
          assert.ok(response.status >= 400, response.head);
        }
      assertNothingHandled(world);
    },
    { refusedBody: rejectingWithEach(noErrors) },
  ),

  clause(
    'no cache stores the response of the host if onRefused rejects',
    async (world) => {
      for (const lines of badLines) {
        const response = await world.sendLines(...lines);
        assert.equal(response.header('Cache-Control'), 'no-store');
        assert.equal(response.header('Vary'), 'Authorization, X-Api-Key');
      }
    },
    { refusedBody: failing, needs: 'shared response' },
  ),
];
