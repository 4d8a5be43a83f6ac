import { inspect } from 'node:util';

/** Every way in which a program may end up showing a value: logs, responses, copies, strings. */
export function shownForms(value: unknown): readonly string[] {
  const copies = isObject(value)
    ? [{ ...value }, Object.entries(value), Object.assign({}, value), cloned(value)]
    : [];
  return [value, { nested: { value } }, [value], ...copies].flatMap(textsOf);
}

function textsOf(value: unknown): string[] {
  return [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value),
    inspect(value, { showHidden: true, getters: true, depth: Infinity, maxStringLength: null }),
    inspect(value, { showHidden: true, depth: Infinity, customInspect: false }),
    inspect(value, { getters: true, depth: Infinity, customInspect: false }),
  ];
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    // Functions can't be cloned, so they are not shown that way.
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The longest piece of a secret that may be shown. */
const maxPieceLength = 7;

/** Returns the forms that contain a longer piece of the token's secret. */
export function formsThatShow(token: string, forms: readonly string[]): readonly string[] {
  const secret = token.slice(-49, -6);
  const pieces = Array.from({ length: secret.length - maxPieceLength }, (_, start) =>
    secret.slice(start, start + maxPieceLength + 1),
  );
  return forms.filter((form) => pieces.some((piece) => form.includes(piece)));
}
