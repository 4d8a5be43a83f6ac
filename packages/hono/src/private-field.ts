import type { RequestStore } from '@postern/http';

/**
 * Creates a store that adds a private field to each object. To a `WeakMap`, each request of a server is another entry,
 * and its table is work for the garbage collector: for Hono's contexts, that costs several times as much. It would be
 * the other way round for objects whose prototype has been replaced, like the requests of Express.
 */
export function privateField<Key extends object, Value>(): RequestStore<Key, Value> {
  class Field extends Given {
    #value: Value;

    constructor(object: Key, value: Value) {
      super(object);
      this.#value = value;
    }

    /** Without a compiler, it could be anything. */
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

/** Its constructor returns the object that it gets, and a class that extends it adds its fields to that object. */
const Given = function given(object: object): object {
  return object;
} as unknown as new (
  object: object,
) => object;
