// A service in its own process (see worker.ts) whose keys are verified while one member creates others.
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
}

/** The load of one round. */
export interface CreatesLoad {
  /** How many creates the member keeps in flight; 0 for the quiet baseline. */
  readonly creates: number;
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
  readonly created: number;
}

/** How many warm verifications there are for each cold one. */
const warmPerCold = 4;

export async function start({ file, warm }: CreatesSetup): Promise<Commands> {
  const { repository } = sqliteStorage({ file });
  const keys = createApiKeys({
    repository,
    hasher: argon2Hasher(),
    owners: directoryInMemory(),
    policy: { decide: () => ({ ok: true }) },
  });
  for (const token of warm) await keys.verify(token);
  const member = { kind: 'user', id: 'member' } as const;

  return {
    async measure({ creates, cold, everyMs }: CreatesLoad): Promise<CreatesFigures> {
      let isOver = false;
      let created = 0;
      let refused = 0;
      const latencies: { readonly cold: number[]; readonly warm: number[] } = { cold: [], warm: [] };

      async function create(): Promise<void> {
        while (!isOver) {
          await keys.issue({ owner: member, actor: member, name: 'One of many' }).then(
            () => {
              created += 1;
            },
            () => undefined,
          );
        }
      }
      async function verify(token: string, kind: 'cold' | 'warm'): Promise<void> {
        const calledAt = performance.now();
        const verified = await keys.verify(token).catch(() => undefined);
        latencies[kind].push(performance.now() - calledAt);
        if (verified?.ok !== true) refused += 1;
      }

      const flood = Array.from({ length: creates }, create);
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
      return { coldP50Ms, coldP99Ms, warmP99Ms: latencyQuantiles(latencies.warm).p99Ms, refused, created };
    },
  };
}
