import { requireMethods } from './config.js';
import type { Owner } from './model/owner.js';
import { checkOptions, requireWholeNumber } from './options.js';
import type { Clock } from './ports/clock.js';
import type { OwnerAnswer, OwnerDirectory } from './ports/owner-directory.js';
import { systemClock } from './runtime/guards.js';
import { ignoreRejections, readAnswers, readStatus } from './runtime/owner-answers.js';
import { ownerMemory } from './runtime/owner-memory.js';

/** How long, and for how many owners, `cachedOwners` remembers the answers of a directory. */
export interface CachedOwnersOptions {
  /**
   * How long an answer is used, in milliseconds, from when the directory was asked: a whole number from 1 to
   * 2,147,483,647. There is no default, because a deactivated owner's keys keep working for that long.
   */
  readonly ttlMs: number;
  /** How many owners to remember an answer for; the oldest answer goes first. Default 10,000. */
  readonly rememberedOwners?: number | undefined;
  /** Only its monotonic time is used. Default: the system clock. */
  readonly clock?: Pick<Clock, 'monotonicMs'> | undefined;
}

/**
 * Caches a directory that is expensive to ask. **The cost: a change to an owner no longer takes effect with the next
 * request.** The keys of an owner that is deactivated, deleted or loses a permission keep working as before for up to
 * `ttlMs`, in each process, and so does `issue`. It also takes that long until a new or reactivated owner is noticed. A
 * key that is revoked or disabled still stops working immediately. Failures are not remembered: the directory is asked
 * again.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong or missing.
 * @example
 * const directory = eachOwner((owner) => people.statusOf(owner.id));
 * const owners = cachedOwners(directory, { ttlMs: 5_000 });
 */
export function cachedOwners(directory: OwnerDirectory, options: CachedOwnersOptions): OwnerDirectory {
  const { ttlMs, maxOwners, clock } = readOptions(directory, options);
  const memory = ownerMemory({ clock, ttlMs, maxOwners });

  async function ask(owners: readonly Owner[]): Promise<readonly unknown[]> {
    const answered = directory.find(owners);
    try {
      return readAnswers(await answered, owners.length);
    } catch (error) {
      void ignoreRejections(answered);
      throw error;
    }
  }

  return {
    find(owners) {
      const askedMs = clock.monotonicMs();
      const questions = owners.map((owner) => {
        const identity = `${owner.kind}.${owner.id}`;
        return { owner, identity, remembered: memory.recall(identity, askedMs) };
      });
      const open = questions.filter(({ remembered }) => remembered === undefined);
      if (open.length === 0) return questions.map(({ remembered }) => remembered?.answer);

      const answers = ask(open.map(({ owner }) => owner));
      // Each owner waits for its own answer, and fails alone.
      const heard = open.map(async ({ identity }, index): Promise<OwnerAnswer> => {
        const answer = frozen(readStatus(await (await answers)[index]));
        memory.remember(identity, { answer, askedMs });
        return answer;
      });
      return questions.map(({ remembered }) =>
        remembered === undefined ? heard.shift() : remembered.answer,
      );
    },
  };
}

/** Callers share a remembered answer, so none of them may change it. */
function frozen(answer: OwnerAnswer): OwnerAnswer {
  if (answer !== undefined) Object.freeze(answer.permissions);
  return Object.freeze(answer);
}

function readOptions(directory: OwnerDirectory, options: CachedOwnersOptions) {
  const of = 'cachedOwners';
  requireMethods(directory, 'the directory of cachedOwners', ['find']);
  checkOptions(options, { of, names: ['ttlMs', 'rememberedOwners', 'clock'] });
  const { ttlMs, rememberedOwners = 10_000, clock = systemClock } = options;
  requireMethods(clock, 'the clock of cachedOwners', ['monotonicMs']);
  return {
    ttlMs: requireWholeNumber(ttlMs, { of, name: 'ttlMs' }),
    maxOwners: requireWholeNumber(rememberedOwners, { of, name: 'rememberedOwners' }),
    clock,
  };
}
