import { inspect } from 'node:util';

/** Returns everything that a value shows when it is logged, or converted to JSON or to a string. */
export function shown(value: unknown): string {
  const inspected = inspect(value, {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
  });
  return `${inspected}\n${asJson(value)}\n${String(Object(value))}`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
