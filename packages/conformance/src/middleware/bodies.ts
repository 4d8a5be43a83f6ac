import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertRefused } from './expectations.js';
import type { StreamedRequest } from './raw-http.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { assertNoneUncaught, clause, eventually, type World } from './world.js';

/** Bodies of requests, which the middleware never reads. */
export const bodyClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('a request is refused before its body has ended, and the server keeps working', async (world) => {
    for (const [lines, code] of [
      [[], 'credential_required'],
      [['X-Api-Key: x'], 'invalid_token'],
      [['X-Api-Key: a,b'], 'invalid_request'],
    ] as const) {
      const request = await world.stream({ lines });
      request.write('a piece');
      assertRefused(await request.response, code);
      request.write('another piece');
      request.end();
    }
    assertNothingHandled(world);
    assertPassed(await world.sendLines(`X-Api-Key: ${world.token}`));
  }),

  clause('a body that arrives during the verification reaches the handler whole', async (world) => {
    const request = await duringVerification(world, ({ write }) => write('during, '));
    request.write('after');
    request.end();
    const response = await request.response;
    assertPassed(response);
    assert.equal(JSON.parse(response.body).body, 'during, after');
  }),

  clause('a client that gives up in the middle of its body leaves no error behind', async (world) => {
    const lines = [`X-Api-Key: ${world.token}`];
    await assertNoneUncaught(async () => {
      const refused = await world.stream({ lines: ['X-Api-Key: x'] });
      refused.write('a piece');
      refused.abort();

      const handled = await world.stream({ lines });
      handled.write('a piece');
      await eventually('the handler runs', () => world.subject.handled() === 1);
      handled.abort();

      await duringVerification(world, ({ write, abort }) => {
        write('a piece');
        abort();
      });
      assertPassed(await world.send({ lines }));
    });
  }),
];

/** Sends a request with a valid key, and does something while its verification waits for a read. */
async function duringVerification(
  { repository, token, stream, send }: World,
  act: (request: StreamedRequest) => void,
): Promise<StreamedRequest> {
  const before = repository.reads.length;
  repository.readGate.shut();
  const request = await stream({ lines: [`X-Api-Key: ${token}`] });
  await eventually('the verification begins', () => repository.reads.length > before);
  act(request);
  // By the time that this gets its response, the server knows.
  await send({ path: '/open' });
  repository.readGate.open();
  return request;
}
