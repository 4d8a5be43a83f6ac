import { type ApiKey, isPosternError, type RotatedKey } from '../src/index.js';
import { ada, allowAll } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { EndedCall, Scenario } from './every-order.js';
import { resultOf } from './verdicts.js';
import { look, type WorldWithKey, worldWithKey } from './world-with-key.js';

const names = ['one', 'other'] as const;

/** Two revocations of one key. */
export function twoRevocations(): Scenario<WorldWithKey> {
  const revokeFor =
    (reason: string) =>
    ({ keys, key }: WorldWithKey) =>
      keys.revoke(key.id, { actor: ada, reason });
  return {
    prepare: (steps) => worldWithKey(steps),
    calls: [{ one: revokeFor('one'), other: revokeFor('other') }],
    look,
    async check(world, ended) {
      const won = names.filter((name) => (resultOf(ended(name)) as { changed: boolean }).changed);
      if (won.length !== 1) throw new Error(`${won.length} revocations report a change`);
      if (world.watch.record(world.key.id)?.key.reason !== won[0])
        throw new Error('the stored reason is not that of the winner');
      await requireAgreeingAudit(world);
      return `${won[0]} did it`;
    },
  };
}

/** Two rotations of one key. They ask so many ports that the policy answers immediately: see `Parts`. */
export function twoRotations(graceMs: number): Scenario<WorldWithKey> {
  const rotate = ({ keys, key }: WorldWithKey) => keys.rotate(key.id, { actor: ada, graceMs });
  return {
    prepare: (steps) => worldWithKey(steps, { policy: allowAll }),
    calls: [{ one: rotate, other: rotate }],
    look,
    async check(world, ended) {
      const { keys, key, token, watch } = world;
      const won = names.filter((name) => ended(name).result.status === 'fulfilled');
      const lost = names.filter((name) => isRefused(ended(name)));
      const [winner] = won;
      if (winner === undefined || won.length !== 1 || lost.length !== 1)
        throw new Error(`${won.length} rotations succeeded, and ${lost.length} were refused`);

      const { token: next, key: successor, previous } = resultOf(ended(winner)) as RotatedKey;
      const record = watch.record(key.id)?.key;
      if (JSON.stringify(record) !== JSON.stringify(previous) || record?.successorId !== successor.id)
        throw new Error('the record is not what the winner returned');
      if (watch.keyIds().filter((keyId) => watch.record(keyId) !== undefined).length !== 2)
        throw new Error('there must be two records: the key and its successor');
      const accepted = [(await keys.verify(token)).ok, (await keys.verify(next)).ok];
      if (accepted.join() !== [graceMs > 0, true].join()) throw new Error(`accepted: ${accepted.join()}`);
      await requireAgreeingAudit(world);
      return `${winner} did it`;
    },
  };
}

/** A rotation of the successor of a key in its grace period, and a revocation of that key. */
export function rotationAndRevocation(): Scenario<WorldWithChain> {
  return {
    async prepare(steps) {
      const world = await worldWithKey(steps, { policy: allowAll });
      const { key: successor } = await world.keys.rotate(world.key.id, { actor: ada, graceMs: 60_000 });
      return { ...world, successor };
    },
    calls: [
      { rotation: ({ keys, successor }) => keys.rotate(successor.id, { actor: ada, graceMs: 60_000 }) },
      { revocation: ({ keys, key }) => keys.revoke(key.id, { actor: ada, reason: 'leaked' }) },
    ],
    look,
    async check(world, ended) {
      const { keys, key, token, watch } = world;
      const { token: next, alsoRevoked } = resultOf(ended('rotation')) as RotatedKey;
      const { changed } = resultOf(ended('revocation')) as { changed: boolean };
      if (changed === alsoRevoked.includes(key.id))
        throw new Error('exactly one must revoke the predecessor');
      if ((watch.record(key.id)?.key.reason === 'leaked') !== changed)
        throw new Error('the stored reason is not that of the winner');
      const accepted = [(await keys.verify(token)).ok, (await keys.verify(next)).ok];
      if (accepted.join() !== 'false,true') throw new Error(`accepted: ${accepted.join()}`);
      await requireAgreeingAudit(world);
      return changed ? 'the revocation did it' : 'the rotation did it';
    },
  };
}

interface WorldWithChain extends WorldWithKey {
  readonly successor: ApiKey;
}

function isRefused({ result }: EndedCall): boolean {
  return (
    result.status === 'rejected' && isPosternError(result.reason) && result.reason.code === 'ERR_KEY_NOT_LIVE'
  );
}
