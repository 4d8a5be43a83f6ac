import type { ApiKey, RotatedKey } from '@postern/core';
import { wrongSecret } from '../wrong-secret.js';
import type { Answer, Outcome } from './answer.js';
import { codeOf, inState } from './coded.js';
import { readAllPages } from './read-all-pages.js';
import { later, otherOwner } from './scene.js';
import type { KeyChange, Life, OneKeyStep } from './step.js';
import type { World } from './world.js';

/** Performs a step about one key on a real service. If it has several calls, they are concurrent. */
export async function performOnKey(world: World, step: OneKeyStep): Promise<Answer> {
  const number = step.key % world.keyCount();
  const calls = Array.from({ length: step.times }, () => callOf(world, number, step));
  const outcomes = await Promise.all(calls);
  const after = await recordOf(world, number);
  return {
    outcomes: winnersFirst(outcomes),
    after: after === undefined ? 'not found' : inState(world, after),
  };
}

async function callOf(world: World, number: number, step: OneKeyStep): Promise<Outcome> {
  try {
    if (step.verb === 'verify') return await verify(world, number, step.secret);
    if (step.verb === 'reportLeak') return await reportLeak(world, number, step.secret);
    if (step.verb === 'keyHistory') return await history(world, number, step.limit);
    return await change(world, number, step);
  } catch (error) {
    return { error: codeOf(error) };
  }
}

async function verify(world: World, number: number, secret: 'right' | 'wrong'): Promise<Outcome> {
  const token = world.tokenOf(number);
  const result = await world.keys.verify(secret === 'right' ? token : wrongSecret(token, 0));
  if (!result.ok) return { refused: result.reason };
  const { keyId, owner, permissions } = result.principal;
  return { accepted: world.keyIdOf(number) === keyId ? number : -1, owner, permissions };
}

async function reportLeak(world: World, number: number, secret: 'right' | 'wrong'): Promise<Outcome> {
  if (world.release === 'previous') return { changed: false };
  const token = world.tokenOf(number);
  const leaked = secret === 'right' ? token : wrongSecret(token, 0);
  const result = await world.keys.reportLeak(leaked, { source: 'a scanner' });
  return result.ok ? { changed: result.changed } : { refused: 'not the token of a key' };
}

async function history(world: World, number: number, limit: number): Promise<Outcome> {
  const request = { keyId: world.keyIdOf(number), actor: world.scene.actors.job, limit };
  const pages = await readAllPages(async (cursor) => {
    const page = await world.keys.history({ ...request, cursor });
    return { items: page.entries, nextCursor: page.nextCursor };
  });
  return { entries: pages.flat().map(world.entry), pages: pages.map(({ length }) => length) };
}

async function change(world: World, number: number, step: KeyChange): Promise<Outcome> {
  const { keys, scene } = world;
  const keyId = world.keyIdOf(number);
  const request = { actor: scene.actors[step.actor], ...claimOf(world, number, step.claims) };
  switch (step.verb) {
    case 'rename':
      return keys.rename(keyId, { ...request, name: step.name });
    case 'disable':
      return keys.disable(keyId, { ...request, reason: step.reason });
    case 'enable':
      return keys.enable(keyId, request);
    case 'offerRotation': {
      const { graceMs, ttlMs: offerTtlMs } = step;
      const terms = { graceMs, offerTtlMs, ...successorExpiryOf(world, step.life) };
      const offered = await keys.offerRotation(keyId, { ...request, ...terms });
      world.addOffer(offered.id);
      return { offered: world.offer(offered) };
    }
    case 'revoke':
      return keys.revoke(keyId, { ...request, ...(step.reason !== null && { reason: step.reason }) });
    case 'rotate': {
      const terms = { graceMs: step.graceMs, ...successorExpiryOf(world, step.life) };
      return rotated(world, await keys.rotate(keyId, { ...request, ...terms }));
    }
  }
}

/** The expiry that a request names, if any. */
export function expiryOf({ clock }: World, life: Life): { readonly expiresAt?: Date | null } {
  if (life === 'usual') return {};
  return { expiresAt: life === null ? null : later(clock.now(), life) };
}

/** In the release before this one, a request for a rotation can't name an expiry. */
function successorExpiryOf(world: World, life: Life): ReturnType<typeof expiryOf> {
  return world.release === 'this' ? expiryOf(world, life) : {};
}

export function rotated(world: World, { key, token, previous, alsoRevoked }: RotatedKey): Outcome {
  world.add(key.id, token);
  return {
    rotated: inState(world, key),
    previous: world.record(previous),
    // The release before this one doesn't say.
    alsoRevoked: (alsoRevoked ?? []).map(world.numberOf),
  };
}

function claimOf({ scene, tokenOf }: World, number: number, claims: KeyChange['claims']) {
  if (claims === 'no owner') return {};
  const own = tokenOf(number).startsWith('user.') ? 'ada' : 'platform';
  return { owner: scene.owners[claims === 'right owner' ? own : otherOwner(own)] };
}

async function recordOf({ keys, scene, keyIdOf }: World, number: number): Promise<ApiKey | undefined> {
  try {
    return await keys.get(keyIdOf(number), { actor: scene.actors.job });
  } catch (error) {
    if (codeOf(error) === 'ERR_KEY_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Sorts outcomes, because either of two equal concurrent calls can win. */
export function winnersFirst(outcomes: readonly Outcome[]): readonly Outcome[] {
  const hasWon = (outcome: Outcome) =>
    'rotated' in outcome || 'claimed' in outcome || ('changed' in outcome && outcome.changed);
  return [...outcomes.filter(hasWon), ...outcomes.filter((outcome) => !hasWon(outcome))];
}
