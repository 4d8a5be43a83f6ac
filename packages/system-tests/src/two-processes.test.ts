import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extent } from '../test-support/extent.js';
import {
  cheapMain,
  type Session,
  signIn,
  startWorkspace,
  statusWith,
  type WorkspaceProcess,
} from './workspace-process.js';

const { rounds } = extent;
const password = 'correct horse battery staple';

let directory: string;
let first: { readonly process: WorkspaceProcess; readonly session: Session };
let second: typeof first;

async function startOne(): Promise<typeof first> {
  const environment = {
    DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
    WORKSPACE_PASSWORD: password,
  };
  // The hashes of a few hundred keys would take longer than everything else.
  const process = await startWorkspace(environment, cheapMain);
  return { process, session: await signIn(process.url, 'ada@example.com', password) };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-two-processes-'));
  first = await startOne();
  second = await startOne();
}, 120_000);

afterAll(async () => {
  await Promise.all([first?.process.stop(), second?.process.stop()]);
  await rm(directory, { recursive: true });
});

/**
 * Revokes a key in one process that both have just verified, and returns the other's status for the very next request.
 */
async function statusAfterRevocation(revoking: typeof first, other: typeof first): Promise<number> {
  const { token, id } = await revoking.session.issueKey({ name: 'a round' });
  expect(await statusWith(revoking.process.url, token)).toBe(200);
  expect(await statusWith(other.process.url, token)).toBe(200);
  expect(await revoking.session.deleteKey(id)).toBe(204);
  return statusWith(other.process.url, token);
}

/** Waits until a process has logged a refusal, which it may do after its response. */
async function waitForRefusal(process: WorkspaceProcess, refusal: object): Promise<void> {
  const logged = () => process.logged().map(({ event, keyId, reason }) => ({ event, keyId, reason }));
  await expect.poll(logged, { timeout: 5_000 }).toContainEqual({ event: 'refused', ...refusal });
}

describe('S01 two processes on one SQLite file', () => {
  it.concurrent.each([
    ['the first', 'the second', () => [first, second] as const],
    ['the second', 'the first', () => [second, first] as const],
  ])(
    `S01 a key revoked in %s is refused by %s, ${rounds} times`,
    async (_revoking, _other, processes) => {
      const statuses: number[] = [];
      for (let round = 0; round < rounds; round += 1)
        statuses.push(await statusAfterRevocation(...processes()));
      expect(statuses).toEqual(new Array(rounds).fill(401));
    },
    extent.maxMs,
  );

  it('a warm token is refused by both processes once its stored hash has been replaced', async () => {
    const { token, id } = await first.session.issueKey({ name: 'swapped' });
    const { id: otherId } = await first.session.issueKey({ name: 'other' });
    for (const { process } of [first, second]) expect(await statusWith(process.url, token)).toBe(200);

    const database = new Database(join(directory, 'workspace.sqlite'), { timeout: 2_000 });
    const swap = database.prepare(
      'update postern_key set hash = (select hash from postern_key where id = ?) where id = ?',
    );
    expect(swap.run(otherId, id).changes).toBe(1);
    database.close();

    for (const { process } of [first, second]) expect(await statusWith(process.url, token)).toBe(401);
    for (const { process } of [first, second])
      await waitForRefusal(process, { keyId: id, reason: 'wrong_secret' });
  });
});
