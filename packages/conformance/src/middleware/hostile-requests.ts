import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import {
  assertNothingHandled,
  assertNotRevealed,
  assertPassed,
  assertRefused,
  rawText,
} from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause } from './world.js';

const marker = 'ZEBRA<script>';

/** Tokens in the wrong places, and bytes that only an attacker sends. */
export const hostileRequestClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause(
    'H05 a token in the query is ignored and reported without its value, and the response says where keys go',
    async (world) => {
      for (const written of [world.token, world.token.replace('.', '%2E')]) {
        world.events.length = 0;
        const response = await world.send({ path: `/principal?api_key=${written}` });
        assertRefused(response, 'credential_required', { says: ['Keys go in headers, never in URLs'] });
        assert.deepEqual(world.events, [
          { type: 'credential_in_url' },
          { type: 'refused', reason: 'no_credential' },
        ]);
        assertNotRevealed(rawText(response), world.token.slice(5));
      }
      assertNothingHandled(world);
    },
  ),

  clause('H05 a token in a cookie, in the URL before the host or in the body is ignored', async (world) => {
    const { token } = world;
    const body = JSON.stringify({ api_key: token });
    assertRefused(await world.sendLines(`Cookie: token=${token}; x-api-key=${token}`), 'credential_required');
    assertRefused(await world.send({ method: 'POST', body }), 'credential_required');
    const path = `http://${token}:x@localhost/principal`;
    assertRefused(await world.send({ path }), 'credential_required');
    assertNothingHandled(world);
    assertNotRevealed(world.events, token.slice(5));
  }),

  clause(
    'H05 a valid key in a header is accepted next to a token in the query, which is still reported',
    async (world) => {
      const lines = [`X-Api-Key: ${world.token}`];
      assertPassed(await world.send({ path: `/principal?key=${world.token}`, lines }));
      assert.deepEqual(world.events, [{ type: 'credential_in_url' }]);
    },
  ),

  clause('H06 a header of 12 KiB, or of bytes beyond ASCII, is refused and not reflected', async (world) => {
    const long = marker.repeat(1_000);
    for (const [line, code] of [
      [`X-Api-Key: ${long}`, 'invalid_token'],
      [`Authorization: Bearer ${long}`, 'invalid_token'],
      [`Authorization: ${long}`, 'credential_required'],
    ] as const) {
      const response = await world.sendLines(line);
      assertRefused(response, code);
      assertNotRevealed(rawText(response), 'ZEBRA', 'script');
    }
    const everyByte = Array.from({ length: 128 }, (_, at) => String.fromCharCode(128 + at)).join('');
    assertRefused(await world.sendLines(`X-Api-Key: ${everyByte}`), 'invalid_token');
    assertNothingHandled(world);
  }),

  clause('H06 what HTTP forbids gets 4xx, and the server keeps working', async (world) => {
    const { token } = world;
    for (const line of [
      `X-Api-Key: ${marker.repeat(2_000)}`,
      `X-Api-Key: ${token}\0${marker}`,
      `X-Api-Key: ${token}\x0B${marker}`,
      `X-Api-Key: ${token}\r${marker}`,
      `X-Api-Key: ${token}\r\n ${marker}`,
      `X-Api-Key : ${token}`,
      `X-Api-Key\xA0: ${token}`,
    ]) {
      const response = await world.sendLines(line);
      assert.ok(response.status >= 400 && response.status < 500, `expected 4xx; got: ${response.head}`);
      assertNotRevealed(rawText(response), 'ZEBRA', token.slice(5));
    }
    assertNothingHandled(world);
    assertPassed(await world.sendLines(`X-Api-Key: ${token}`));
  }),

  clause('no refusal contains anything that the caller sent', async (world) => {
    const requests = [
      { lines: [`X-Api-Key: ${marker}`] },
      { lines: [`Authorization: Bearer ${marker}`] },
      { lines: [`Authorization: ${marker} x`] },
      { lines: [`X-Api-Key: ${marker}, ${marker}`] },
      { lines: [`Host: ${marker}`, `Origin: ${marker}`, `X-Request-Id: ${marker}`] },
      { path: '/principal?ZEBRA=%3Cscript%3E' },
      { method: 'POST', body: marker, lines: [`X-Api-Key: x${marker}`] },
    ];
    for (const request of requests) {
      const response = await world.send(request);
      assert.ok(response.status >= 400 && response.status < 500, `expected 4xx; got: ${response.head}`);
      assertNotRevealed(rawText(response), 'ZEBRA', 'script');
    }
    assertNothingHandled(world);
    assertNotRevealed(world.events, 'ZEBRA', 'script');
  }),
];
