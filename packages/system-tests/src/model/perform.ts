import type { Answer } from './answer.js';
import { codeOf, inState } from './coded.js';
import type { NumberedEntry, NumberedRecord } from './expected-key.js';
import { inStableOrder } from './pages.js';
import { expiryOf, performOnKey } from './perform-on-key.js';
import { performOnOffer } from './perform-on-offer.js';
import { isInOrder, readAllPages } from './read-all-pages.js';
import { dayMs, later } from './scene.js';
import { isOfferStep, isOneKeyStep, type OneKeyStep, type OwnerStep } from './step.js';
import type { World } from './world.js';

/** Performs a step on a real service, and returns its answer without its random parts. */
export async function perform(world: World, step: OwnerStep | OneKeyStep): Promise<Answer> {
  if (isOneKeyStep(step)) return performOnKey(world, step);
  if (isOfferStep(step)) return performOnOffer(world, step);
  const { keys, scene, clock } = world;
  switch (step.verb) {
    case 'issue':
      return issue(world, step);
    case 'offer':
      return offer(world, step);
    case 'revokeAll': {
      const { createdBeforeMs } = step;
      const createdBefore = createdBeforeMs === null ? null : later(clock.now(), createdBeforeMs);
      const ownerAndActor = { owner: scene.owners[step.owner], actor: scene.actors[step.actor] };
      const { revoked } = await keys.revokeAll({ ...ownerAndActor, reason: 'laptop stolen', createdBefore });
      return { count: revoked };
    }
    case 'purge': {
      const revokedBefore = later(clock.now(), step.revokedBeforeMs);
      return { count: (await keys.purge({ actor: scene.actors[step.actor], revokedBefore })).purged };
    }
    case 'disableUnused': {
      if (world.release === 'previous') return { done: true };
      const unusedSince = later(clock.now(), -dayMs - step.dayAgoAndMs);
      const request = { actor: scene.actors[step.actor], unusedSince, dryRun: step.dryRun };
      return { count: (await keys.disableUnused({ ...request, reason: 'unused' })).disabled };
    }
    case 'list': {
      const { state, beyondLifetime } = step;
      const filter = world.release === 'this' ? { state, beyondLifetime } : { state };
      const request = { owner: scene.owners[step.owner], actor: scene.actors.job, ...filter };
      const pages = await readAllPages(async (cursor) => {
        const page = await keys.list({ ...request, limit: step.limit, cursor });
        return { items: page.keys, nextCursor: page.nextCursor };
      });
      const inOrder = isInOrder(pages.flat().map(({ id, createdAt }) => ({ id, at: createdAt })));
      return inPages(pages, inOrder, world.record);
    }
    case 'ownerHistory': {
      const request = { owner: scene.owners[step.owner], actor: scene.actors.job, limit: step.limit };
      const pages = await readAllPages(async (cursor) => {
        const page = await keys.history({ ...request, cursor });
        return { items: page.entries, nextCursor: page.nextCursor };
      });
      return inPages(pages, isInOrder(pages.flat()), world.entry);
    }
  }
}

async function issue(world: World, step: OwnerStep & { readonly verb: 'issue' }): Promise<Answer> {
  const { keys, scene } = world;
  const { name, life, request } = step;
  const scopes = step.scopes as readonly 'agents:read'[] | null;
  const ownerAndActor = { owner: scene.owners[step.owner], actor: scene.actors[step.actor] };
  try {
    const { key, token } = await keys.issue({
      ...ownerAndActor,
      ...(request !== null && { idempotencyKey: request }),
      ...{ name, scopes, ...expiryOf(world, life) },
    });
    world.add(key.id, token);
    return { issued: inState(world, key) };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

async function offer(world: World, step: OwnerStep & { readonly verb: 'offer' }): Promise<Answer> {
  const { keys, scene } = world;
  const { name, life, ttlMs: offerTtlMs } = step;
  const ownerAndActor = { owner: scene.owners[step.owner], actor: scene.actors[step.actor] };
  try {
    const offered = await keys.offer({ ...ownerAndActor, name, ...expiryOf(world, life), offerTtlMs });
    world.addOffer(offered.id);
    return { offered: world.offer(offered) };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

function inPages<Item>(
  pages: readonly (readonly Item[])[],
  inOrder: boolean,
  numbered: (item: Item) => NumberedRecord | NumberedEntry,
): Answer {
  const items = inStableOrder(pages.flat().map(numbered));
  return { pages: pages.map(({ length }) => length), inOrder, items };
}
