import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildAuditEntry } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { assertPassed, assertRefused } from './expectations.js';
import { openConnection } from './raw-http.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause, eventually } from './world.js';

/** How requests share reads. */
export const batchingClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('50 concurrent requests over 50 sockets make fewer than 10 reads', async (world) => {
    const tokens: string[] = [];
    for (let count = 0; count < 50; count += 1) {
      const { token } = await world.issue();
      // Proves each token first, so that the reads below are those of the requests and not those after a hash.
      assertPassed(await world.sendLines(`X-Api-Key: ${token}`));
      tokens.push(token);
    }
    const connections = await Promise.all(tokens.map(() => openConnection(world.subject.port)));
    // Node accepts one connection per turn, and a connection counts as open before that.
    for (let turn = 0; turn < 4 * connections.length; turn += 1) await nextTurn();
    const before = world.repository.reads.length;
    const responses = await Promise.all(
      connections.map((connection, at) => connection.send({ lines: [`X-Api-Key: ${tokens[at]}`] })),
    );
    responses.forEach(assertPassed);
    const reads = world.repository.reads.slice(before);
    assert.equal(reads.flat().length, 50, 'each key must be read once');
    assert.ok(reads.length < 10, `expected fewer than 10 reads; got ${reads.length}`);
  }),

  clause('S01 no request joins a read that began before it', async (world) => {
    const { token, key } = await world.issue();
    const line = `X-Api-Key: ${token}`;
    assertPassed(await world.sendLines(line));
    const { reads, readGate } = world.repository;
    const before = reads.length;

    readGate.shut();
    const early = world.sendLines(line);
    await eventually('the first read begins', () => reads.length === before + 1);
    const at = world.clock.now();
    await world.repository.revoke(
      { keyId: key.id, at, reason: null },
      buildAuditEntry(key, { action: 'revoked', at }),
    );
    const late = world.sendLines(line);
    await eventually('the late request reads for itself', () => reads.length === before + 2);
    readGate.open();

    assertPassed(await early);
    assertRefused(await late, 'invalid_token');
  }),
];
