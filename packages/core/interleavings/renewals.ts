import type { RotatedKey } from '../src/index.js';
import type { KeyRepository } from '../src/ports.js';
import { insecureHasher } from '../src/testing/index.js';
import { ada, allowAll } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Ended, Scenario } from './every-order.js';
import { type Parts, type SteppedService, steppedService } from './stepped-service.js';
import type { Steps } from './steps.js';
import { effectOf, requireVerdict, resultOf, verdictOf } from './verdicts.js';
import { flush, look, revoke, verify, type WorldWithKey, worldWithKey } from './world-with-key.js';

type RepositoryOf = (steps: Steps) => KeyRepository;

/** A change to a key that overlaps the renewal of its hash. */
interface Change {
  readonly verb: 'revoke' | 'rotate';
  /** Whether it revokes the key. */
  readonly endsKey: boolean;
  readonly call: (world: WorldWithKey) => Promise<unknown>;
}

const rotation = (graceMs: number): Change => ({
  verb: 'rotate',
  endsKey: graceMs === 0,
  call: ({ keys, key }) => keys.rotate(key.id, { actor: ada, graceMs }),
});

export const revocation: Change = { verb: 'revoke', endsKey: true, call: revoke };
export const rotationWithoutGrace: Change = rotation(0);
export const rotationWithGrace: Change = rotation(60_000);

/** A key whose hash has other than the current parameters. */
const outdated = (steps: Steps, repositoryOf?: RepositoryOf, parts: Parts = {}): Promise<WorldWithKey> =>
  worldWithKey(steps, { hasher: insecureHasher({ cost: 2 }), repository: repositoryOf?.(steps), ...parts });

/** Another process on the same records. */
interface WorldWithNeighbour extends WorldWithKey {
  readonly neighbour: SteppedService;
}

function withNeighbour(
  steps: Steps,
  world: WorldWithKey,
  { cost }: { readonly cost: number },
): WorldWithNeighbour {
  const hasher = insecureHasher({ cost });
  return { ...world, neighbour: steppedService(steps, { hasher, repository: world.repository }) };
}

/** The proof of a token, which renews the hash, and a change to its key. The hash is written after both. */
export function renewingProofAnd(change: Change): Scenario<WorldWithKey> {
  // A rotation asks so many ports that the policy answers immediately: see `Parts`.
  const parts = change.verb === 'rotate' ? { policy: allowAll } : {};
  return {
    prepare: (steps) => outdated(steps, undefined, parts),
    calls: [{ verification: verify }, { change: change.call }],
    look,
    async check(world, ended, steps) {
      const verdict = verdictDuring(change, ended, steps);
      await world.keys.close();
      world.watch.look();
      return `${verdict}, ${await requireRenewal(world, change, ended, steps)}`;
    },
  };
}

/** The write of a new hash, and a change to its key. */
export function renewalAnd(change: Change, repositoryOf?: RepositoryOf): Scenario<WorldWithKey> {
  return {
    async prepare(steps) {
      const world = await outdated(steps, repositoryOf);
      await world.keys.verify(world.token);
      return world;
    },
    calls: [{ flush }, { change: change.call }],
    look,
    check: (world, ended, steps) => requireRenewal(world, change, ended, steps),
  };
}

/**
 * The write of a new hash, and the first verification of the token in another process, which proves it against either.
 */
export function renewalAndColdVerification(): Scenario<WorldWithNeighbour> {
  return {
    async prepare(steps) {
      const world = await outdated(steps);
      await world.keys.verify(world.token);
      return withNeighbour(steps, world, { cost: 2 });
    },
    calls: [{ flush }, { verification: ({ neighbour, token }) => neighbour.keys.verify(token) }],
    look,
    async check(world, ended, steps) {
      if (verdictOf(ended('verification')) !== 'accepted')
        throw new Error('a renewal made a verification fail');
      await world.neighbour.keys.close();
      world.watch.look();
      if (world.watch.rehashes(world.key.id) !== 1) throw new Error('the hash was not renewed exactly once');
      await requireAgreeingAudit(world);
      return `proven ${steps.taken.filter((label) => label === 'verify answers').length} times`;
    },
  };
}

/** The writes of two processes that renewed the same hash. */
export function twoRenewals(repositoryOf?: RepositoryOf): Scenario<WorldWithNeighbour> {
  return {
    async prepare(steps) {
      const world = withNeighbour(steps, await outdated(steps, repositoryOf), { cost: 3 });
      for (const { keys } of [world, world.neighbour]) await keys.verify(world.token);
      return world;
    },
    calls: [{ flush }, { flushOfNeighbour: ({ neighbour }) => neighbour.flush() }],
    look,
    async check(world) {
      const { watch, key, keys, token } = world;
      if (watch.rehashes(key.id) !== 1) throw new Error(`renewed ${watch.rehashes(key.id)} times`);
      if (!(await keys.verify(token)).ok) throw new Error('the token is lost');
      await requireAgreeingAudit(world);
      const [, , cost] = watch.record(key.id)?.hash.split('$') ?? [];
      return cost === '2' ? 'here' : 'there';
    },
  };
}

function verdictDuring({ verb, endsKey }: Change, ended: Ended, steps: Steps): string {
  const changedAt = endsKey ? effectOf(steps, verb) : Infinity;
  return requireVerdict(ended, 'verification', { changedAt, reason: 'revoked', steps });
}

/**
 * S05: the new hash is stored if it was written before the key ended, the token matches the stored hash, and the hash
 * of the successor is left alone.
 */
async function requireRenewal(
  world: WorldWithKey,
  { verb, endsKey }: Change,
  ended: Ended,
  steps: Steps,
): Promise<string> {
  const { watch, key, keys, token } = world;
  const isRenewed = !endsKey || effectOf(steps, 'rehash') < effectOf(steps, verb);
  if (watch.rehashes(key.id) !== (isRenewed ? 1 : 0))
    throw new Error(
      `the hash must be ${isRenewed ? 'renewed' : 'kept'}, but changed ${watch.rehashes(key.id)} times`,
    );
  const hash = watch.record(key.id)?.hash;
  if (hash === undefined || !(await insecureHasher().verify(token, hash)))
    throw new Error('the stored hash is not that of the token');
  if ((await keys.verify(token)).ok === endsKey)
    throw new Error(`the token is ${endsKey ? 'accepted' : 'refused'} after all steps`);

  const changed = resultOf(ended('change')) as RotatedKey | { readonly changed: boolean };
  if ('token' in changed && !(await keys.verify(changed.token)).ok) throw new Error('the successor is lost');
  await requireAgreeingAudit(world);
  return isRenewed ? 'renewed' : 'kept';
}
