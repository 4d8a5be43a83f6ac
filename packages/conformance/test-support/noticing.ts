import type { Clause } from '../src/clause.js';
import type { MakeKeyRepository } from '../src/key-repository/subject.js';
import { brokenRepository, type Defect } from './broken-repository.js';
import { type SoundRepository, soundStorage } from './sound-repository.js';

type KeyClause = Clause<MakeKeyRepository>;

/**
 * Runs each clause on a sound repository, and returns a function that finds those that may notice a defect. The others
 * call nothing that it replaces, so to them the broken repository is the sound one, and running them proves nothing.
 */
export async function noticing(
  clauses: readonly KeyClause[],
): Promise<(defect: Defect) => readonly KeyClause[]> {
  const called = new Map<string, ReadonlySet<string>>();
  for (const { name, run } of clauses) {
    const methods = new Set<string>();
    await run(
      brokenRepository((sound) => recording(sound, methods)),
      { skip: () => undefined },
    );
    called.set(name, methods);
  }

  return (defect) => {
    const replaced = replacedBy(defect);
    return clauses.filter(({ name }) => replaced?.some((method) => called.get(name)?.has(method)) ?? true);
  };
}

/** The sound repository, which adds the name of each method that is called to a set. */
function recording(sound: SoundRepository, called: Set<string>): Partial<SoundRepository> {
  const members = Object.entries(sound).map(([name, member]) => {
    if (typeof member !== 'function') return [name, member];
    const method = (...given: readonly unknown[]) => {
      called.add(name);
      return Reflect.apply(member, sound, given);
    };
    return [name, method];
  });
  return Object.fromEntries(members);
}

/** The methods that a defect replaces. `undefined` if it also acts on what is done by any other method. */
function replacedBy(defect: Defect): readonly string[] | undefined {
  let listens = false;
  const onEvent = () => {
    listens = true;
  };
  const replaced = Object.keys(defect({ ...soundStorage()(), onEvent }));
  return listens ? undefined : replaced;
}
