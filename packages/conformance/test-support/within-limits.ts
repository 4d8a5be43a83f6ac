import assert from 'node:assert/strict';
import type { KeyRepository } from '@postern/core/ports';

const id = /^[0-9A-Za-z]{16}$/;
const kind = /^[a-z][a-z0-9]{0,15}$/;
const hash = /^[\x20-\x7e]{1,512}$/;
const hostId = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** What the port allows in each text field, by its name. */
const texts: Readonly<Record<string, (text: string) => boolean>> = {
  id: (text) => id.test(text),
  keyId: (text) => id.test(text),
  offerId: (text) => id.test(text),
  successorId: (text) => id.test(text),
  requestId: (text) => /^[\w-]{43}$/.test(text),
  kind: (text) => kind.test(text),
  name: (text) => [...text].length >= 1 && [...text].length <= 100,
  reason: (text) => text.length <= 500,
  predecessorReason: (text) => text.length <= 500,
  hash: (text) => hash.test(text),
  from: (text) => hash.test(text),
  to: (text) => hash.test(text),
  action: (text) => /^[a-z_]{1,16}$/.test(text),
  state: (text) => /^[a-z]{1,16}$/.test(text),
};

const isScope = (scope: unknown) => typeof scope === 'string' && /^[!#-[\]-~]{1,64}$/.test(scope);

/** Forwards calls, and fails if an argument exceeds what the port allows. */
export function withinLimits(repository: KeyRepository): KeyRepository {
  return Object.fromEntries(
    Object.entries(repository).map(([method, call]) => [
      method,
      (...given: readonly unknown[]) => {
        const [first] = given;
        if (method === 'find') requireIds(first);
        return (call as (...all: readonly unknown[]) => unknown)(
          ...given.map((one) => checked(one, typeof one === 'string' ? 'id' : method)),
        );
      },
    ]),
  ) as unknown as KeyRepository;
}

function requireIds(ids: unknown): void {
  assert.ok(Array.isArray(ids) && ids.length >= 1 && ids.length <= 256, 'find takes 1 to 256 key IDs');
  for (const one of ids) assert.ok(id.test(one), `not a key ID: ${one}`);
}

/** Checks a value and everything in it. Checks what a function returns when it is called. */
function checked(value: unknown, name: string): unknown {
  if (typeof value === 'function')
    return (...given: readonly unknown[]) =>
      checked((value as (...all: readonly unknown[]) => unknown)(...given), name);
  if (typeof value === 'string')
    assert.ok(texts[name]?.(value) ?? true, `${name} exceeds its limit: ${value}`);
  if (value instanceof Date)
    assert.ok(value.getTime() >= 0, `${name} is before 1970 or not a valid instant: ${value.getTime()}`);
  if (name === 'limit')
    assert.ok(Number(value) >= 1 && Number(value) <= 1_000, `limit must be from 1 to 1000; got ${value}`);
  if (name === 'max')
    assert.ok(Number(value) >= 1 && Number(value) <= 10_000, `max must be from 1 to 10000; got ${value}`);
  if (name === 'scopes' && value !== null)
    assert.ok(
      Array.isArray(value) && value.length <= 1_000 && value.every(isScope),
      `scopes exceed their limit: ${value}`,
    );
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) checkFields(value, name);
  return value;
}

function checkFields(value: object, name: string): void {
  for (const [field, inner] of Object.entries(value)) {
    if (field === 'id' && 'kind' in value)
      assert.ok(hostId.test(String(inner)), `the ID of a ${name} exceeds its limit: ${inner}`);
    else checked(inner, Array.isArray(value) ? name : field);
  }
}
