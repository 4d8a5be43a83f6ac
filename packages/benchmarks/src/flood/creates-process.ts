// A service in its own process (see worker.ts) whose keys are verified while one member creates others, or while
// someone reports the tokens of dead ones.
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { latencyQuantiles } from '../harness/closed-loop.js';
import type { Commands } from '../harness/worker.js';
import { directoryInMemory } from '../subjects/directory.js';

export interface CreatesSetup {
  readonly file: string;
  /** Tokens that are verified again and again. */
  readonly warm: readonly string[];
  /** Tokens whose keys are revoked, to be reported as leaked. */
  readonly dead: readonly string[];
}

/** The load of one round. */
export interface CreatesLoad {
  /** How many creates the member keeps in flight; 0 for the quiet baseline. */
  readonly creates: number;
  /** How many reports of dead tokens are in flight. */
  readonly reports: number;
  /** Tokens that were never verified. Each is verified once. */
  readonly cold: readonly string[];
  /** Milliseconds between two cold verifications. */
  readonly everyMs: number;
}

/** The figures of one round. */
export interface CreatesFigures {
  readonly coldP50Ms: number;
  readonly coldP99Ms: number;
  readonly warmP99Ms: number;
  /** Valid tokens that were not accepted. */
  readonly refused: number;
  /** How many keys were created, or tokens reported. */
  readonly flooded: number;
}

/** How many warm verifications there are for each cold one. */
const warmPerCold = 4;

export async function start({ file, warm, dead }: CreatesSetup): Promise<Commands> {
  const { repository } = sqliteStorage({ file });
  const keys = createApiKeys({
    repository,
    hasher: argon2Hasher(),
    owners: directoryInMemory(),
    policy: { decide: () => ({ ok: true }) },
  });
  for (const token of warm) await keys.verify(token);
  const member = { kind: 'user', id: 'member' } as const;
  for (const token of dead) await keys.revoke(token.slice(5, 21), { actor: member });

  return {
    async measure({ creates, reports, cold, everyMs }: CreatesLoad): Promise<CreatesFigures> {
      let isOver = false;
      let flooded = 0;
      let refused = 0;
      const latencies: { readonly cold: number[]; readonly warm: number[] } = { cold: [], warm: [] };

      async function repeat(call: (index: number) => Promise<unknown>): Promise<void> {
        for (let index = 0; !isOver; index += 1) {
          await call(index).then(
            () => {
              flooded += 1;
            },
            () => undefined,
          );
        }
      }
      const create = () => keys.issue({ owner: member, actor: member, name: 'One of many' });
      const reporter = (first: number) => (index: number) =>
        keys.reportLeak(dead[(first + index) % dead.length] ?? '', { source: 'anyone' });
      async function verify(token: string, kind: 'cold' | 'warm'): Promise<void> {
        const calledAt = performance.now();
        const verified = await keys.verify(token).catch(() => undefined);
        latencies[kind].push(performance.now() - calledAt);
        if (verified?.ok !== true) refused += 1;
      }

      const flood = [
        ...Array.from({ length: creates }, () => repeat(create)),
        ...Array.from({ length: reports }, (_, first) => repeat(reporter(first))),
      ];
      const verifications: Promise<void>[] = [];
      for (const [index, token] of cold.entries()) {
        verifications.push(verify(token, 'cold'));
        for (let count = 0; count < warmPerCold; count += 1) {
          const known = warm[(index * warmPerCold + count) % warm.length] ?? '';
          verifications.push(verify(known, 'warm'));
          await new Promise((resolve) => setTimeout(resolve, everyMs / warmPerCold));
        }
      }
      await Promise.all(verifications);
      isOver = true;
      await Promise.all(flood);
      const { p50Ms: coldP50Ms, p99Ms: coldP99Ms } = latencyQuantiles(latencies.cold);
      return { coldP50Ms, coldP99Ms, warmP99Ms: latencyQuantiles(latencies.warm).p99Ms, refused, flooded };
    },
  };
}
