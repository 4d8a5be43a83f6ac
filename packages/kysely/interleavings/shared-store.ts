import type { Steps } from '@postern/core/interleavings';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';

const changes = [
  'insert',
  'revoke',
  'disable',
  'reportLeak',
  'enable',
  'rotate',
  'rehash',
  'purge',
  'recordUses',
] as const satisfies readonly (keyof KeyRepository)[];

type Call = (...given: readonly unknown[]) => unknown;

/** Records that two processes share, as in a file. It counts commits, which is how a version changes. */
export function sharedStore(steps: Steps, onCommit: () => void) {
  const inner = memoryKeyRepository();
  let commits = 0;

  /** The repository of a process, whose changes take effect when `take` says so. */
  function repository(take: (name: string, commit: () => unknown) => Promise<unknown>): KeyRepository {
    const stepped = changes.map((name) => {
      const change = inner[name] as Call;
      const commit: Call = (...given) => {
        const answer = change(...given);
        commits += 1;
        onCommit();
        return answer;
      };
      return [name, (...given: readonly unknown[]) => take(name, () => commit(...given))];
    });
    return { ...inner, ...Object.fromEntries(stepped) };
  }

  return {
    commits: () => commits,
    record: (keyId: StoredKey['key']['id']): StoredKey | undefined =>
      (inner.find([keyId]) as ReadonlyMap<typeof keyId, StoredKey>).get(keyId),
    /** Changes without a commit: for a file that is put in the place of this one. */
    replaced: inner,
    /** This process commits in a turn of its own, never in the middle of a search. */
    here: () => repository(steps.callInBackground),
    /** Another process commits at any time. */
    elsewhere: () =>
      repository(async (name, commit) => {
        const answers: unknown[] = [];
        await steps.elsewhere([name, () => answers.push(commit())]);
        return answers[0];
      }),
  };
}

export type SharedStore = ReturnType<typeof sharedStore>;
