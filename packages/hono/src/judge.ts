import type { ApiKeys, Requirements } from '@postern/core';
import { authenticationMissing } from '@postern/http';
import type { Context } from 'hono';
import { establishedOf } from './established.js';
import { answer, refuse } from './refuse.js';

interface Requirement {
  readonly keys: ApiKeys;
  readonly requirements: Requirements;
  /** The name of the middleware, for whoever forgot `apiKeyAuth`. */
  readonly name: string;
}

/** Judges what `apiKeyAuth` established. True: the request may go on. False: it was answered. */
export async function judge(c: Context, { keys, requirements, name }: Requirement): Promise<boolean> {
  const established = establishedOf(c);
  if (established?.authenticator.keys !== keys) {
    answer(c, authenticationMissing(name));
    return false;
  }
  const { authenticator, principal, onRefused } = established;
  const authorization = authenticator.authorize(principal, requirements);
  if (!authorization.ok) await refuse(c, authorization.refusal, onRefused);
  return authorization.ok;
}
