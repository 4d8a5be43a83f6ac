import type { ApiKey } from './api-key.js';

/**
 * The result of issuing: the record, and the token, which can be read here and never again.
 *
 * `token` is a getter over a private field: reading and destructuring give it; `console.log`, `util.inspect`, JSON,
 * spreading and `structuredClone` do not.
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

  /** The plaintext. Hand it to its owner, once, and keep it nowhere. */
  get token(): string {
    return this.#token;
  }
}

/**
 * The result of rotating: the successor's record, the record that it replaces, and the successor's token, which can be
 * read here and never again. Like `IssuedKey`, it shows its token to nobody who does not ask for `token`.
 */
export class RotatedKey {
  /** The successor. */
  readonly key: ApiKey;
  /** What it replaces: as it was read, with what the rotation wrote. */
  readonly previous: ApiKey;
  readonly #issued: IssuedKey;

  constructor(key: ApiKey, token: string, previous: ApiKey) {
    this.key = key;
    this.previous = previous;
    this.#issued = new IssuedKey(key, token);
    // `util.inspect` with `getters: true` would read the token.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(this, inspect, { value: () => ({ key, previous }) });
    Object.freeze(this);
  }

  /** The plaintext. Hand it to its owner, once, and keep it nowhere. */
  get token(): string {
    return this.#issued.token;
  }
}
