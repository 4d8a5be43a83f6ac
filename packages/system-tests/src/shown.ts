import { inspect } from 'node:util';

/** Everything that a value shows in a log, as JSON or as a text. */
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
