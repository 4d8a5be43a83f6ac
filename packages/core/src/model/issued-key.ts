import type { KeyId } from '../token/key-id.js';
import type { ApiKey } from './api-key.js';

/**
 * The result of issuing a key: the record and the token, which can be read here and never again.
 *
 * `token` is a getter over a private field. Reading and destructuring return it; `console.log`, `util.inspect`, JSON,
 * spreading and `structuredClone` don't.
 */
export class IssuedKey {
  readonly key: ApiKey;
  readonly #token: string;

  constructor(key: ApiKey, token: string) {
    this.key = key;
    // P03
    this.#token = token;
    // `util.inspect` with `getters: true` would read the token.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(this, inspect, { value: () => ({ key }) });
    Object.freeze(this);
  }

  /** The plaintext. Show it to its owner once, and don't store it anywhere. */
  get token(): string {
    return this.#token;
  }
}

/**
 * The result of rotating a key: the successor's record, the record that it replaces, and the successor's token, which
 * can be read here and never again. As with `IssuedKey`, only reading `token` reveals the token.
 */
export class RotatedKey {
  /** The successor. */
  readonly key: ApiKey;
  /** The record of the old key: as it was read, with the changes that the rotation made. */
  readonly previous: ApiKey;
  /**
   * Other keys that the rotation revoked: the key that `previous` had replaced, if it was still in its grace period.
   * Usually empty.
   */
  readonly alsoRevoked: readonly KeyId[];
  readonly #issued: IssuedKey;

  constructor(key: ApiKey, token: string, ended: Pick<RotatedKey, 'previous' | 'alsoRevoked'>) {
    const { previous, alsoRevoked } = ended;
    this.key = key;
    this.previous = previous;
    this.alsoRevoked = alsoRevoked;
    this.#issued = new IssuedKey(key, token);
    // `util.inspect` with `getters: true` would read the token.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(this, inspect, { value: () => ({ key, previous, alsoRevoked }) });
    Object.freeze(this);
  }

  /** The plaintext. Show it to its owner once, and don't store it anywhere. */
  get token(): string {
    return this.#issued.token;
  }
}
