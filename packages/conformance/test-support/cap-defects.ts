import { type ApiKey, isSameOwner, type KeyId, TooManyKeysError } from '@postern/core';
import { countsTowardCap, type KeyCap } from '@postern/core/ports';
import type { Defect } from './broken-repository.js';
import type { SoundRepository } from './sound-repository.js';

type Capped = Pick<SoundRepository, 'insert' | 'insertIdempotent' | 'claimOffer' | 'enable'>;
/** The methods that may get a cap. */
export const verbs: readonly (keyof Capped)[] = ['insert', 'insertIdempotent', 'claimOffer', 'enable'];

/** Gives a sound repository other caps than it gets. */
export function withCaps(sound: SoundRepository, change: (cap: KeyCap) => KeyCap): Capped {
  return through(sound, (_verb, _id, cap, make) => make(cap && change(cap)));
}

/** Calls a method with a cap, for the key that it adds or enables. `make` calls the sound repository. */
type Through = <Outcome>(
  verb: keyof Capped,
  id: KeyId,
  cap: KeyCap | undefined,
  make: (cap: KeyCap | undefined) => Promise<Outcome>,
) => Promise<Outcome>;

function through(sound: SoundRepository, call: Through): Capped {
  return {
    insert: (stored, entry, given) =>
      call('insert', stored.key.id, given, (cap) => sound.insert(stored, entry, cap)),
    insertIdempotent: (insertion, ...rest) =>
      call('insertIdempotent', insertion.stored.key.id, insertion.cap, (cap) =>
        sound.insertIdempotent({ ...insertion, cap }, ...rest),
      ),
    claimOffer: (claim, ...rest) =>
      call('claimOffer', claim.offerId, claim.cap, (cap) => sound.claimOffer({ ...claim, cap }, ...rest)),
    enable: (enabling, entry) =>
      call('enable', enabling.keyId, enabling.cap, (cap) => sound.enable({ ...enabling, cap }, entry)),
  };
}

/** Whether a change is made without a cap, refused, or left to the sound repository. */
export type Decision = 'made' | 'refused' | 'left';
type Decide = (cap: KeyCap, keys: () => readonly ApiKey[], id: KeyId) => Decision | Promise<Decision>;

/** The records that were added with or without a cap. Unlike `list`, this reads them in one go. */
const addedTo = new WeakMap<SoundRepository['hand'], Set<KeyId>>();

/** Decides on the caps of some methods before the sound repository is called. */
export const deciding =
  (makeDecide: () => Decide, of: readonly (keyof Capped)[] = ['insert']): Defect =>
  (sound) => {
    const added = addedTo.get(sound.hand) ?? new Set();
    addedTo.set(sound.hand, added);
    const keys = () => [...added].flatMap((id) => sound.recordOf(id)?.key ?? []);
    const decide = makeDecide();
    return through(sound, (verb, id, cap, make) => {
      added.add(id);
      if (cap === undefined || !of.includes(verb)) return make(cap);
      const act = (decision: Decision) =>
        decision === 'refused'
          ? Promise.reject(new TooManyKeysError(cap.max))
          : make(decision === 'made' ? undefined : cap);
      const decision = decide(cap, keys, id);
      return typeof decision === 'string' ? act(decision) : decision.then(act);
    });
  };

/** Whether a record counts toward a cap, of an owner whose records are `keys`. */
export const counted = (key: ApiKey, { owner, now }: KeyCap, keys: readonly ApiKey[]): boolean =>
  isSameOwner(key.owner, owner) &&
  countsTowardCap(key, { now, successor: keys.find(({ id }) => id === key.successorId) });

/** Whether no other record fits under a cap. */
export const isReached = (cap: KeyCap, keys: readonly ApiKey[]): boolean =>
  keys.filter((key) => counted(key, cap, keys)).length >= cap.max;

/** Counts records by another rule. */
export const counting = (isCounted: (key: ApiKey, cap: KeyCap, keys: readonly ApiKey[]) => boolean): Defect =>
  deciding(() => (cap, getKeys) => {
    const keys = getKeys();
    const others = keys.filter((key) => isCounted(key, cap, keys));
    return others.length >= cap.max ? 'refused' : 'made';
  });

/** Does something once a cap has refused a change, before its caller learns of it. */
export const onRefusal =
  (
    verb: keyof Capped,
    act: (sound: SoundRepository, cap: KeyCap, id: KeyId) => Promise<unknown>,
    report: (error: unknown) => Promise<unknown> = (error) => Promise.reject(error),
  ): Defect =>
  (sound) => ({
    [verb]: through(sound, (_verb, id, cap, make) =>
      make(cap).catch(async (error: unknown) => {
        if (cap !== undefined && error instanceof TooManyKeysError) {
          await act(sound, cap, id);
          return (await report(error)) as never;
        }
        throw error;
      }),
    )[verb],
  });
