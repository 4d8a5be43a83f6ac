import type { Context } from 'hono';
import { invalidRequest } from './problem.js';

/**
 * Reads the parameters of a query. No route takes one twice: someone who sent `kinds=user&kinds=team` would get only the
 * keys of people, and believe that there are no others.
 *
 * @throws {ProblemError} with 422 if a parameter is repeated.
 */
export function readQuery({ req }: Context): Readonly<Record<string, string>> {
  const [parameter] = Object.entries(req.queries()).find(([, values]) => values.length > 1) ?? [];
  if (parameter === undefined) return req.query();
  // Only a name that is a plain word is quoted: any other may be a token.
  const isPlain = /^\w{1,30}$/.test(parameter);
  throw invalidRequest([
    isPlain ? { parameter, detail: `${parameter} must be sent once` } : { detail: repeatedParameter },
  ]);
}

const repeatedParameter = 'each parameter must be sent once';
