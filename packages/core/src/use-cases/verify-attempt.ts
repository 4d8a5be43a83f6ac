import type { EncodedHash } from '../model/api-key.js';
import type { Principal } from '../model/principal.js';
import type { Refusal } from '../policy/refusal.js';
import type { Requirements } from '../policy/requirements.js';
import type { ParsedToken } from '../token/token.js';

/** The result of a verification: a principal, or a refusal with its reason. */
export type Verification<Kind extends string = string, Permission extends string = string> =
  | { readonly ok: true; readonly principal: Principal<Kind> }
  | ({ readonly ok: false } & Refusal<Kind, Permission>);

/** A verification that is under way. */
export interface Attempt {
  readonly token: string;
  readonly parsed: ParsedToken;
  readonly requirements: Requirements;
  /** The hash that the token was proven against, before the record was read once more. */
  readonly provenHash?: EncodedHash;
  readonly settle: (verification: Verification) => void;
  readonly reject: (error: unknown) => void;
}

/** Ends an attempt by a refusal. */
export function refuse({ settle }: Attempt, refusal: Refusal): void {
  settle({ ok: false, ...refusal });
}

/** Ends attempts by an error: neither an approval nor a refusal. */
export function fail(attempts: readonly Attempt[], error: unknown): void {
  for (const { reject } of attempts) reject(error);
}
