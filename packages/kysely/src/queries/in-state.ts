import type { ActorReference, KeyStateFilter } from '@postern/core';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Instant, Tables } from '../tables.js';

/** A condition on a row of a key, judged at an instant. */
type StateCondition = (eb: ExpressionBuilder<Tables, 'key'>, now: Instant) => Expression<SqlBool>;

/** In one of the two states whose keys are accepted, `live` and `rotated`. */
export const isAccepted: StateCondition = (eb, now) => eb.and([untouched(eb), isUnexpired(eb, now)]);

export const isUnexpired: StateCondition = (eb, now) =>
  eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]);

/** `isInState` of `@postern/core`, as conditions on a row. The contract checks that they agree. */
export const inState: { readonly [State in Exclude<KeyStateFilter, 'all'>]: StateCondition } = {
  accepted: isAccepted,
  revoked: (eb) => eb('revoked_at', 'is not', null),
  disabled: (eb) => eb.and([eb('revoked_at', 'is', null), eb('disabled_at', 'is not', null)]),
  expired: (eb, now) => eb.and([untouched(eb), eb('expires_at', '<=', now)]),
  rotated: (eb, now) => eb.and([isAccepted(eb, now), eb('rotated_at', 'is not', null)]),
  live: (eb, now) => eb.and([isAccepted(eb, now), eb('rotated_at', 'is', null)]),
};

/** Whether this actor disabled the key. Both the kind of the actor and every code unit of the ID count. */
export function isDisabledBy(
  eb: ExpressionBuilder<Tables, 'key'>,
  { kind, id }: ActorReference,
): Expression<SqlBool> {
  return eb.and([eb('disabled_by_kind', '=', kind), eb('disabled_by_id', '=', id)]);
}

/** Whether another actor than this one disabled the key. */
export function isDisabledByAnother(
  eb: ExpressionBuilder<Tables, 'key'>,
  actor: ActorReference,
): Expression<SqlBool> {
  return eb.and([eb('disabled_by_id', 'is not', null), eb.not(isDisabledBy(eb, actor))]);
}

function untouched(eb: ExpressionBuilder<Tables, 'key'>): Expression<SqlBool> {
  return eb.and([eb('revoked_at', 'is', null), eb('disabled_at', 'is', null)]);
}
