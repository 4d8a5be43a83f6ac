/** Values that belong to objects, as in a `WeakMap`: nothing but this store sees them, and they end with their object. */
export interface PrivateField<Key extends object, Value> {
  get(object: Key): Value | undefined;
  set(object: Key, value: Value): void;
}

/**
 * Creates such a store. It adds a private field to the objects themselves, so the garbage collector has no table of
 * all requests to maintain. With a `WeakMap`, remembering a request costs several times as much.
 */
export function privateField<Key extends object, Value>(): PrivateField<Key, Value> {
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
