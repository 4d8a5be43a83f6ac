import type { Fields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';

/** Checks a value, and returns what is wrong with it. */
type Rule = (value: unknown, place: string) => string | undefined;

/**
 * The fields of a request. `used`: the answer depends on it. `no effect`: whatever its value, a model might have given
 * the answer of the built-in responder. A rule refuses values that no answer here can honour.
 */
export type FieldTable = Readonly<Record<string, 'used' | 'no effect' | Rule>>;

/**
 * Refuses a field that is not in the table, and a value that its rule refuses. `null` counts as not sent.
 *
 * @throws {HttpError} 400, which quotes no value.
 */
export function checkFields(body: Fields, table: FieldTable): void {
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(table, name) ? table[name] : undefined;
    if (rule === undefined)
      throw new HttpError(400, `${/^\w{1,27}$/.test(name) ? name : 'a field'}: is not supported here`);
    const wrong = typeof rule === 'function' && value !== null ? rule(value, name) : undefined;
    if (wrong !== undefined) throw new HttpError(400, wrong);
  }
}

/** Accepts these values. */
export function only(...values: readonly unknown[]): Rule {
  const those = values.map((value) => JSON.stringify(value)).join(' or ');
  return (value, place) => (values.includes(value) ? undefined : `${place}: only ${those} is supported here`);
}

/** Accepts nothing. */
export function refused(why: string): Rule {
  return (_, place) => `${place}: ${why}`;
}

/** Accepts an object in which a field, if present, follows a rule. */
export function at(field: string, rule: Rule): Rule {
  return (value, place) => {
    if (typeof value !== 'object') return `${place}: must be an object`;
    const inner = (value as Fields)[field] ?? undefined;
    return inner === undefined ? undefined : rule(inner, `${place}.${field}`);
  };
}

/** Accepts a list in which each value follows a rule. */
export function each(rule: Rule): Rule {
  return (value, place) => {
    if (!Array.isArray(value)) return `${place}: must be a list`;
    return value.map((one) => rule(one, place)).find((wrong) => wrong !== undefined);
  };
}
