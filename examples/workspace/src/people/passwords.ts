import type { EncodedHash, Hasher } from '@postern/core/ports';

/** How many sign-ins may wait at the same time. */
const maxWaiting = 32;

/** Thrown if too many people are signing in at the same time. */
export class TooManySignInsError extends Error {
  override readonly name = 'TooManySignInsError';
}

export interface Passwords {
  hash(password: string): Promise<EncodedHash>;
  /** Checks a password. Takes the same time if there is no hash, so that no one learns who has an account. */
  verify(password: string, hash: EncodedHash | undefined): Promise<boolean>;
}

/**
 * Hashes passwords, one at a time: Argon2id takes a thread for as long as it runs, and keys, files and DNS need
 * threads too.
 *
 * @throws {TooManySignInsError} from `verify`, if too many are waiting.
 */
export async function passwordHashing(hasher: Hasher): Promise<Passwords> {
  const dummyHash = await hasher.hash('no one has this password');
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function oneAtATime<Value>(job: () => Promise<Value>): Promise<Value> {
    waiting += 1;
    const done = last.then(job).finally(() => {
      waiting -= 1;
    });
    last = done.catch(() => undefined);
    return done;
  }

  return {
    hash: (password) => oneAtATime(() => hasher.hash(password)),
    async verify(password, hash) {
      if (waiting >= maxWaiting) throw new TooManySignInsError('too many people are signing in');
      const matches = await oneAtATime(() => hasher.verify(password, hash ?? dummyHash));
      return matches && hash !== undefined;
    },
  };
}
