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
