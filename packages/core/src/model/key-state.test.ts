import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import type { ApiKey } from './api-key.js';
import { isKeyState, type KeyState, type KeyStateRow, keyState, keyStates } from './key-state.js';

type Step = keyof KeyStateRow['leadsTo'];

const now = new Date('2026-06-01T00:00:00Z');
const earlier = new Date('2026-05-31T00:00:00Z');
const later = new Date('2026-06-02T00:00:00Z');

/** A record in each state, written out. */
const keyIn: Record<KeyState, ApiKey> = {
  live: buildKey({ expiresAt: later }),
  disabled: buildKey({ expiresAt: later, disabledAt: earlier }),
  expired: buildKey({ expiresAt: earlier }),
  revoked: buildKey({ expiresAt: later, revokedAt: earlier }),
};

/** What each step writes into a record. */
const after: Record<Step, (key: ApiKey) => ApiKey> = {
  revoke: (key) => ({ ...key, revokedAt: now }),
  disable: (key) => ({ ...key, disabledAt: now }),
  enable: (key) => ({ ...key, disabledAt: null }),
  expire: (key) => ({ ...key, expiresAt: now }),
};

const states = Object.keys(keyStates) as KeyState[];
const cells = states.flatMap((state) =>
  (Object.keys(after) as Step[]).map((step) => ({ state, step, to: keyStates[state].leadsTo[step] })),
);

describe('keyState', () => {
  it.each(states)('tells that a record is %s', (state) => {
    expect(keyState(keyIn[state], now)).toBe(state);
  });

  it.each(cells.filter(({ to }) => to !== undefined))(
    '$state, $step: leads to $to',
    ({ state, step, to }) => {
      expect(keyState(after[step](keyIn[state]), now)).toBe(to);
    },
  );

  // Disabling an expired key is for its verb to refuse: the record alone would show it as disabled.
  const inert = cells.filter(
    ({ state, step, to }) => to === undefined && `${state} ${step}` !== 'expired disable',
  );
  it.each(inert)('$state, $step: changes nothing', ({ state, step }) => {
    expect(keyState(after[step](keyIn[state]), now)).toBe(state);
  });

  it('accepts live keys alone', () => {
    expect(states.filter((state) => keyStates[state].accepted)).toEqual(['live']);
  });

  it('leads out of revoked nowhere', () => {
    expect(keyStates.revoked.leadsTo).toEqual({});
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

describe('isKeyState', () => {
  it.each(states)('knows %s', (state) => {
    expect(isKeyState(state)).toBe(true);
  });

  it.each(['all', '', 'Live', '__proto__', 'constructor', 'hasOwnProperty', 1, null])(
    'T09 refuses %j',
    (value) => {
      expect(isKeyState(value)).toBe(false);
    },
  );
});
