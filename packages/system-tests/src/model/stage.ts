import { eachOwner, type OwnerStatus } from '@postern/core';
import type { Hasher, KeyRepository } from '@postern/core/ports';
import { insecureHasher, type SettableClock, settableClock } from '@postern/core/testing';
import { type ExpectedService, expectedService } from './expected-service.js';
import { newScene, permissions } from './scene.js';
import type { OwnerName } from './step.js';
import { createWorld, type PreviousService, type World } from './world.js';

/** A repository that must give the same answers as the model. */
export interface Candidate {
  readonly name: string;
  readonly repository: KeyRepository;
  /** A service of the release before this one, which is called for some of the steps. */
  readonly previous?: PreviousService | undefined;
}

/** The model and a service on each candidate for one sequence, all with the same clock and the same host. */
export interface Stage {
  readonly model: ExpectedService;
  readonly worlds: readonly World[];
  readonly clock: SettableClock;
  /** Sets the parameters of the hasher. */
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
    worlds: candidates.map((candidate) => createWorld({ ...candidate, clock, scene, hasher, owners })),
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
