import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import type { ApiKey } from './api-key.js';
import {
  endedState,
  isInState,
  isKeyStateFilter,
  type KeyState,
  type KeyStep,
  keyState,
  keyStates,
} from './key-state.js';

const now = new Date('2026-06-01T00:00:00Z');
const earlier = new Date('2026-05-31T00:00:00Z');
const later = new Date('2026-06-02T00:00:00Z');

const live = buildKey({ expiresAt: later });
const rotated = { ...live, rotatedAt: earlier };
const expired = { ...live, expiresAt: earlier };

/** Records in each state. A disabled key also has the state that it was in before. */
const keysIn: Record<KeyState, readonly ApiKey[]> = {
  live: [live],
  rotated: [rotated],
  disabled: [live, rotated, expired].map((key) => ({ ...key, disabledAt: earlier })),
  expired: [expired],
  revoked: [{ ...live, revokedAt: earlier }],
};

/** The records that each step can turn one into; purging leaves none. */
const after: Record<Exclude<KeyStep, 'purge'>, (key: ApiKey) => readonly ApiKey[]> = {
  rotate: (key) => [
    { ...key, rotatedAt: now },
    { ...key, rotatedAt: now, revokedAt: now },
  ],
  disable: (key) => [{ ...key, disabledAt: now }],
  enable: (key) => [{ ...key, disabledAt: null }],
  revoke: (key) => [{ ...key, revokedAt: now }],
  expire: (key) => [{ ...key, expiresAt: now }],
};

const states = Object.keys(keyStates) as KeyState[];
const cells = states.flatMap((state) =>
  Object.entries(after).map(([step, apply]) => ({
    state,
    step,
    to: keyStates[state].leadsTo[step as KeyStep],
    reached: keysIn[state].flatMap(apply).map((key) => keyState(key, now)),
  })),
);

describe('keyState', () => {
  it.each(states)('recognises a record that is %s', (state) => {
    for (const key of keysIn[state]) expect(keyState(key, now)).toBe(state);
  });

  it.each(cells.filter(({ to }) => to !== undefined))(
    'is $to after the step $step of a key that is $state',
    ({ to, reached }) => {
      expect([...new Set(reached)]).toEqual(to);
    },
  );

  // Leaving expired keys alone is up to the verbs: their records alone would be disabled, or rotated and revoked.
  const inert = cells.filter(
    ({ state, step, to }) =>
      to === undefined && !(step === 'disable' && state === 'expired') && step !== 'rotate',
  );
  it.each(inert)('stays $state after the step $step', ({ state, reached }) => {
    expect(new Set(reached)).toEqual(new Set([state]));
  });

  it('is an accepted one for keys that are live, or rotated and in their grace period', () => {
    expect(states.filter((state) => keyStates[state].accepted)).toEqual(['live', 'rotated']);
  });

  it.each(states)('equals endedState for a key that is %s, if it is not accepted', (state) => {
    const ended = keyStates[state].accepted ? undefined : state;
    for (const key of keysIn[state]) expect(endedState(key, now)).toBe(ended);
  });

  it('stays disabled if another actor disables the key, whatever it was before', () => {
    expect(keyStates.disabled.leadsTo.disable).toEqual(['disabled']);
  });

  it('can only change from revoked to purged', () => {
    expect(keyStates.revoked.leadsTo).toEqual({ purge: ['purged'] });
  });

  it('is expired for a rotated key whose grace period has ended', () => {
    expect(keyState({ ...rotated, expiresAt: now }, now)).toBe('expired');
  });

  it('puts decisions before expiry', () => {
    expect(keyState(buildKey({ expiresAt: earlier, disabledAt: earlier }), now)).toBe('disabled');
    expect(keyState(buildKey({ expiresAt: earlier, disabledAt: earlier, revokedAt: earlier }), now)).toBe(
      'revoked',
    );
  });

  it('is live until the millisecond before the expiry', () => {
    const key = buildKey({ expiresAt: now });
    expect(keyState(key, new Date(now.getTime() - 1))).toBe('live');
    expect(keyState(key, now)).toBe('expired');
  });

  it('is never expired for a key without an expiry', () => {
    expect(keyState(buildKey(), new Date(8_640_000_000_000_000))).toBe('live');
  });
});

describe('a list of keys', () => {
  it.each(states)('in the state %s contains exactly these', (state) => {
    for (const other of states)
      for (const key of keysIn[other]) expect(isInState(key, state, now)).toBe(state === other);
  });

  it('of accepted keys contains live and rotated ones', () => {
    const accepted = states.filter((state) => keysIn[state].every((key) => isInState(key, 'accepted', now)));
    expect(accepted).toEqual(['live', 'rotated']);
    for (const state of ['disabled', 'expired', 'revoked'] as const)
      for (const key of keysIn[state]) expect(isInState(key, 'accepted', now)).toBe(false);
  });

  it('of all keys contains every one', () => {
    for (const key of states.flatMap((state) => keysIn[state])) expect(isInState(key, 'all', now)).toBe(true);
  });
});

describe('isKeyStateFilter', () => {
  it.each([...states, 'accepted', 'all'])('accepts %s', (state) => {
    expect(isKeyStateFilter(state)).toBe(true);
  });

  it.each(['', 'Live', '__proto__', 'constructor', 'hasOwnProperty', 1, null, ['live']])(
    'T09 refuses %j',
    (value) => {
      expect(isKeyStateFilter(value)).toBe(false);
    },
  );
});

it('F15 a key that can expire counts as expired if the clock returns an invalid date', () => {
  const noTime = new Date(Number.NaN);
  expect(keyState(expired, noTime)).toBe('expired');
  expect(keyState({ ...live, expiresAt: new Date('2099-12-31') }, noTime)).toBe('expired');
});
