import { describe, expect, it } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import { type KeyState, type KeyStep, keyState, keyStates } from '../model/key-state.js';
import { findStoredKey } from '../testing/index.js';

type Service = ReturnType<typeof service>;
type Step = (made: Service, keyId: string) => Promise<unknown>;

const lifetimeMs = 60_000;

/** How each step is made, and what a call returns if it changed nothing. */
const steps: Record<KeyStep, Step> = {
  rotate: ({ keys }, keyId) => keys.rotate(keyId, { actor: ada, graceMs: 1_000 }),
  // By another actor each time, because the same one would change nothing the second time.
  disable: ({ keys, events }, keyId) =>
    keys.disable(keyId, { actor: { kind: 'system', id: `job ${events.length}` }, reason: 'leaked' }),
  enable: ({ keys }, keyId) => keys.enable(keyId, { actor: ada }),
  revoke: ({ keys }, keyId) => keys.revoke(keyId, { actor: ada }),
  purge: ({ keys, clock }) => keys.purge({ actor: ada, revokedBefore: new Date(clock.now().getTime() + 1) }),
  expire: async ({ clock }) => clock.advance(lifetimeMs),
};

/** All ways into each state, step by step. */
const waysInto: Record<KeyState, readonly (readonly KeyStep[])[]> = {
  live: [[], ['disable', 'enable']],
  rotated: [['rotate'], ['rotate', 'disable', 'enable']],
  disabled: [['disable'], ['rotate', 'disable'], ['disable', 'expire'], ['rotate', 'disable', 'expire']],
  expired: [['expire'], ['rotate', 'expire'], ['disable', 'expire', 'enable']],
  revoked: [['revoke'], ['rotate', 'revoke'], ['disable', 'revoke'], ['expire', 'revoke']],
};

const nothing: Partial<Record<KeyStep, unknown>> = { purge: { purged: 0 } };
const notLive = expect.objectContaining({ code: 'ERR_KEY_NOT_LIVE' });

async function walk(way: readonly KeyStep[]) {
  const made = service();
  const expiresAt = new Date(made.clock.now().getTime() + lifetimeMs);
  const { token, key } = await made.issue({ expiresAt });
  for (const step of way) await steps[step](made, key.id);
  const stored = async () => (await made.repository.find([key.id])).get(key.id);
  const state = async () => {
    const found = await findStoredKey(made.repository, key.id);
    return found === undefined ? 'purged' : keyState(found.key, made.clock.now());
  };
  return { ...made, token, key, stored, state };
}

const states = Object.keys(keyStates) as KeyState[];
const cells = states.flatMap((state) =>
  waysInto[state].flatMap((way) =>
    (Object.keys(steps) as KeyStep[]).map((step) => ({
      state,
      way: way.join(', ') || 'nothing',
      step,
      walked: () => walk(way),
      to: keyStates[state].leadsTo[step],
    })),
  ),
);

describe('the table of states', () => {
  it.each(cells.filter(({ to }) => to !== undefined))(
    'leads from $state (after $way) by $step to one of $to',
    async ({ state, step, to, walked }) => {
      const made = await walked();
      const before = await made.stored();
      expect(await made.state()).toBe(state);
      await steps[step](made, made.key.id);
      expect(to).toContain(await made.state());
      if (step !== 'expire') expect(await made.stored()).not.toEqual(before);
    },
  );

  it.each(cells.filter(({ to, step }) => to === undefined && step !== 'expire'))(
    'has no step $step from $state (after $way): it changes nothing, and reports that',
    async ({ step, walked }) => {
      const made = await walked();
      const before = await made.stored();
      const emitted = made.events.length;
      const answer = await steps[step](made, made.key.id).catch((error: unknown) => error);
      expect(answer).toEqual(step === 'rotate' ? notLive : (nothing[step] ?? { changed: false }));
      expect(await made.stored()).toEqual(before);
      expect(made.events).toHaveLength(emitted);
    },
  );

  it.each(states.flatMap((state) => waysInto[state].map((way) => ({ state, way }))))(
    'says whether a token is accepted in the state $state (after $way), which is the reason of a refusal',
    async ({ state, way }) => {
      const { keys, token } = await walk(way);
      const refused = { ok: false, reason: state };
      expect(await keys.verify(token)).toMatchObject(keyStates[state].accepted ? { ok: true } : refused);
    },
  );

  it('makes no difference for a key that was revoked by a rotation without a grace period', async () => {
    const { keys, key, state } = await walk([]);
    await keys.rotate(key.id, { actor: ada });
    expect(await state()).toBe('revoked');
  });
});
