import type { RotatedKey } from '../src/index.js';
import type { KeyRepository } from '../src/ports.js';
import { ada } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import type { Steps } from './steps.js';
import { effectOf, resultOf } from './verdicts.js';
import { look, type WorldWithKey, worldWithKey } from './world-with-key.js';

const rename = ({ keys, key }: WorldWithKey): Promise<unknown> =>
  keys.rename(key.id, { actor: ada, name: 'Nightly' });

/** A rename and a rotation of one key. */
export function renameAndRotation(
  graceMs: number,
  repositoryOf?: (steps: Steps) => KeyRepository,
): Scenario<WorldWithKey> {
  return {
    prepare: (steps) => worldWithKey(steps, { repository: repositoryOf?.(steps) }),
    calls: [{ rename }, { rotation: ({ keys, key }) => keys.rotate(key.id, { actor: ada, graceMs }) }],
    look,
    async check(world, ended, steps) {
      const { watch, key } = world;
      const { changed } = resultOf(ended('rename')) as { changed: boolean };
      const { key: successor, previous } = resultOf(ended('rotation')) as RotatedKey;
      const attempts = steps.effects.filter(({ label }) => label === 'rotate');
      const isRenamedFirst = effectOf(steps, 'rename') < (attempts.at(-1)?.at ?? 0);
      if (changed !== (isRenamedFirst || graceMs > 0))
        throw new Error(`the rename reports that it changed ${changed ? 'something' : 'nothing'}`);

      const returned = [previous.name, successor.name];
      const both = isRenamedFirst ? 'Nightly' : key.name;
      if (returned.join() !== [both, both].join())
        throw new Error(`the rotation returned the names ${returned.join(' and ')}`);
      const stored = [key.id, successor.id].map((keyId) => watch.record(keyId)?.key.name);
      const expected = [changed ? 'Nightly' : key.name, both];
      if (stored.join() !== expected.join()) throw new Error(`the names are ${stored.join(' and ')}`);
      await requireAgreeingAudit(world);
      if (!isRenamedFirst) return changed ? 'rotated, renamed' : 'rotated';
      return attempts.length > 1 ? 'renamed, rotated at the second attempt' : 'renamed, rotated';
    },
  };
}
