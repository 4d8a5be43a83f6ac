import { eachOwner, type OwnerStatus } from '@postern/core';
import type { Hasher, KeyRepository } from '@postern/core/ports';
import { insecureHasher, type SettableClock, settableClock } from '@postern/core/testing';
import { type ExpectedService, expectedService } from './expected-service.js';
import { newScene, permissions } from './scene.js';
import type { OwnerName } from './step.js';
import { type World, world } from './world.js';

/** One repository that must answer as the model does. */
export interface Candidate {
  readonly name: string;
  readonly repository: KeyRepository;
}

/** A sequence's stage: the model, and a service on each candidate, all under one clock and with one host. */
export interface Stage {
  readonly model: ExpectedService;
  readonly worlds: readonly World[];
  readonly clock: SettableClock;
  /** What the hasher's parameters are now. */
  setCost(cost: number): void;
  setActive(owner: OwnerName, active: boolean): void;
}

export function newStage(candidates: readonly Candidate[]): Stage {
  const clock = settableClock();
  const scene = newScene();
  const inactive = new Set<string>();
  let cost = 1;

  const hasher: Hasher = {
    ...insecureHasher(),
    hash: (token) => insecureHasher({ cost }).hash(token),
    needsRehash: (hash) => insecureHasher({ cost }).needsRehash(hash),
  };
  const owners = eachOwner(({ id }): OwnerStatus => ({ active: !inactive.has(id), permissions }));
  return {
    model: expectedService(scene, clock.now()),
    worlds: candidates.map((candidate) => world({ ...candidate, clock, scene, hasher, owners })),
    clock,
    setCost(next) {
      cost = next;
    },
    setActive(owner, active) {
      if (active) inactive.delete(scene.owners[owner].id);
      else inactive.add(scene.owners[owner].id);
    },
  };
}
