import { type ActorReference, type ApiKey, type KeyState, type KeyStep, keyStates } from '@postern/core';
import { keyIdOf } from './subject.js';

/** The instant of the changes in these clauses: a month after `createdAt` of `buildKey`. */
export const now: Date = new Date('2026-02-01T00:00:00Z');
const past = new Date('2026-01-15T00:00:00Z');
const soon = new Date('2026-03-01T00:00:00Z');

export const allStates: readonly KeyState[] = Object.keys(keyStates) as KeyState[];
export const linus: ActorReference = { kind: 'user', id: 'linus' };
/** Actors who are not `linus`, however similar. */
export const otherActors: readonly ActorReference[] = [
  { kind: 'user', id: 'ada' },
  { kind: 'user', id: 'Linus' },
  { kind: 'user', id: 'linus ' },
  { kind: 'system', id: 'linus' },
];
export const disabled: Partial<ApiKey> = { disabledAt: past, disabledBy: linus, reason: 'suspicious' };
const rotated = { rotatedAt: past, successorId: keyIdOf('s') };

/** Records in each state at `now`, with various other fields. */
export const recordsIn: { readonly [State in KeyState]: readonly Partial<ApiKey>[] } = {
  live: [{}, { expiresAt: soon }],
  rotated: [{ ...rotated, expiresAt: soon }],
  disabled: [
    disabled,
    { ...disabled, expiresAt: past },
    { ...disabled, ...rotated, expiresAt: soon },
    { ...disabled, ...rotated, expiresAt: past },
  ],
  expired: [{ expiresAt: now }, { expiresAt: past }, { ...rotated, expiresAt: past }],
  revoked: [
    { revokedAt: past },
    { ...disabled, revokedAt: past },
    { ...rotated, revokedAt: past },
    { expiresAt: past, revokedAt: past },
  ],
};

type LeadsTo = { readonly [State in KeyState]?: readonly string[] };

/** What the table of states says about one step: the states that it leads out of, and where to. */
export function transitionsOf(step: KeyStep): LeadsTo {
  return Object.fromEntries(allStates.map((state) => [state, keyStates[state].leadsTo[step]]));
}

/** For changes that are not steps: a record that is not revoked stays in its state. */
export const unchangedUnlessRevoked: LeadsTo = Object.fromEntries(
  allStates.filter((state) => state !== 'revoked').map((state) => [state, [state]]),
);
