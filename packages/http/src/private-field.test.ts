import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { privateField } from './private-field.js';

it('a private field has the value that was set last, for each object its own', () => {
  const field = privateField<object, string>();
  const [one, other] = [{}, {}];
  field.set(one, 'first');
  field.set(one, 'second');
  field.set(other, 'other');
  expect([field.get(one), field.get(other), field.get({})]).toEqual(['second', 'other', undefined]);
});

it('two private fields of an object do not see each other', () => {
  const [field, unset] = [privateField<object, string>(), privateField<object, string>()];
  const object = {};
  field.set(object, 'value');
  expect(unset.get(object)).toBeUndefined();
});

it('no copy, heir or proxy of an object has its private field, and nothing shows it', () => {
  const field = privateField<object, string>();
  const object = { shown: 1 };
  field.set(object, 'hidden');
  for (const other of [{ ...object }, Object.create(object), new Proxy(object, {}), structuredClone(object)])
    expect(field.get(other)).toBeUndefined();
  expect(Reflect.ownKeys(object)).toEqual(['shown']);
  expect(inspect(object, { showHidden: true })).toBe('{ shown: 1 }');
});

it('what is not an object has no private field', () => {
  const field = privateField<object, string>();
  for (const value of [undefined, null, 7, 'text']) expect(field.get(value as never)).toBeUndefined();
});
