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

/** Records in each state, written out: a disabled one was something before. */
const keysIn: Record<KeyState, readonly ApiKey[]> = {
  live: [live],
  rotated: [rotated],
  disabled: [live, rotated, expired].map((key) => ({ ...key, disabledAt: earlier })),
  expired: [expired],
  revoked: [{ ...live, revokedAt: earlier }],
};

/** The records that each step can make of one; purging leaves none. */
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
  it.each(states)('tells that a record is %s', (state) => {
    for (const key of keysIn[state]) expect(keyState(key, now)).toBe(state);
  });

  it.each(cells.filter(({ to }) => to !== undefined))('$state, $step: leads to $to', ({ to, reached }) => {
    expect([...new Set(reached)]).toEqual(to);
  });

  // What expired is for the verbs to leave alone: a record alone would show it as disabled, or as rotated and revoked.
  const inert = cells.filter(
    ({ state, step, to }) =>
      to === undefined && !(step === 'disable' && state === 'expired') && step !== 'rotate',
  );
  it.each(inert)('$state, $step: changes nothing', ({ state, reached }) => {
    expect(new Set(reached)).toEqual(new Set([state]));
  });

  it('accepts keys that are live, or rotated and in their grace', () => {
    expect(states.filter((state) => keyStates[state].accepted)).toEqual(['live', 'rotated']);
  });

  it.each(states)('names what ended a key that is %s, if it is not accepted', (state) => {
    const ended = keyStates[state].accepted ? undefined : state;
    for (const key of keysIn[state]) expect(endedState(key, now)).toBe(ended);
  });

  it('lets a disabled key be disabled by another, whatever it was before', () => {
    expect(keyStates.disabled.leadsTo.disable).toEqual(['disabled']);
  });

  it('leads out of revoked only into nothing', () => {
    expect(keyStates.revoked.leadsTo).toEqual({ purge: ['purged'] });
  });

  it('takes a rotated key whose grace is over for expired', () => {
    expect(keyState({ ...rotated, expiresAt: now }, now)).toBe('expired');
  });

  it('puts what somebody decided before what time did', () => {
    expect(keyState(buildKey({ expiresAt: earlier, disabledAt: earlier }), now)).toBe('disabled');
    expect(keyState(buildKey({ expiresAt: earlier, disabledAt: earlier, revokedAt: earlier }), now)).toBe(
      'revoked',
    );
  });

  it('lets a key live until the millisecond before its expiry', () => {
    const key = buildKey({ expiresAt: now });
    expect(keyState(key, new Date(now.getTime() - 1))).toBe('live');
    expect(keyState(key, now)).toBe('expired');
  });

  it('never expires a key without an expiry', () => {
    expect(keyState(buildKey(), new Date(8_640_000_000_000_000))).toBe('live');
  });
});

describe('a list of keys', () => {
  it.each(states)('in the state %s contains these and no others', (state) => {
    for (const other of states)
      for (const key of keysIn[other]) expect(isInState(key, state, now)).toBe(state === other);
  });

  it('of accepted keys contains the live and the rotated', () => {
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
  it.each([...states, 'accepted', 'all'])('knows %s', (state) => {
    expect(isKeyStateFilter(state)).toBe(true);
  });

  it.each(['', 'Live', '__proto__', 'constructor', 'hasOwnProperty', 1, null, ['live']])(
    'T09 refuses %j',
    (value) => {
      expect(isKeyStateFilter(value)).toBe(false);
    },
  );
});

it('F15 by a clock that gives no time, a key that expires has expired', () => {
  const noTime = new Date(Number.NaN);
  expect(keyState(expired, noTime)).toBe('expired');
  expect(keyState({ ...live, expiresAt: new Date('2099-12-31') }, noTime)).toBe('expired');
});
