import type { RequestStore } from './authenticated-requests.js';

/**
 * Creates a store that adds a private field to each object. A `WeakMap` would get another entry with each request, and
 * its table is work for the garbage collector: for Hono's contexts, it costs several times as much. For objects whose
 * prototype has been replaced, like Express's requests, it is the other way round.
 *
 * @example
 * const requests = authenticatedRequests<Request, () => string>(undefined, privateField());
 */
export function privateField<Key extends object, Value>(): RequestStore<Key, Value> {
  class Field extends ReturnsItsArgument {
    #value: Value;

    constructor(object: Key, value: Value) {
      super(object);
      this.#value = value;
    }

    /** Hosts without a compiler may pass anything. */
    static get(object: unknown): Value | undefined {
      return typeof object === 'object' && object !== null && #value in object ? object.#value : undefined;
    }

    static set(object: object, value: Value): boolean {
      if (!(#value in object)) return false;
      object.#value = value;
      return true;
    }
  }

  return {
    get: Field.get,
    set(object, value) {
      if (!Field.set(object, value)) new Field(object, value);
    },
  };
}

/** A constructor that returns its argument, so that a class that extends it adds its fields to that object. */
const ReturnsItsArgument = function returnsItsArgument(object: object): object {
  return object;
} as unknown as new (
  object: object,
) => object;
