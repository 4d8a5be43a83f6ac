import type { Verification } from '@postern/core';
import { type EndedCall, resultOf, type Scenario, verdictOf } from '@postern/core/interleavings';
import { type MemoryWorld, memoryWorld, type Parts } from './memory-world.js';
import { ada, type IssuedKey } from './two-keys.js';

type Call = (world: MemoryWorld) => Promise<unknown>;

/** What happens while the tokens are verified in this process. */
export interface Changes {
  readonly calls: readonly { readonly [Name in string]: Call }[];
  /** What happens before, when no steps are held. */
  readonly before?: Call;
  /** How often each token is verified. Default: the known one three times. */
  readonly verifications?: { readonly known: number; readonly other: number };
  /** Whether the known token is verified for the first time. Default: both tokens were, and are remembered. */
  readonly isFirst?: boolean;
  readonly parts?: Parts;
}

/** Verifications in a process that remembers records, while something changes here or in another process. */
export function verificationsAnd(changes: Changes, wrong: Parts = {}): Scenario<MemoryWorld> {
  const { known, other } = changes.verifications ?? { known: 3, other: 0 };
  const ofKnown = callsOf('known', known);
  const ofOther = callsOf('other', other);
  return {
    async prepare(steps) {
      const world = await memoryWorld(steps, { ...changes.parts, ...wrong });
      await changes.before?.(world);
      if (changes.isFirst !== true)
        for (const key of [world.known, world.other]) await world.here.keys.verify(key.token);
      world.finder.beBusy();
      return world;
    },
    calls: [ofKnown, ofOther, ...changes.calls],
    async check(world, ended) {
      for (const alike of changes.calls) for (const name of Object.keys(alike)) resultOf(ended(name));
      const verdicts = [
        ...Object.keys(ofKnown).map((name) => requireTruth(world, world.known, ended(name))),
        ...Object.keys(ofOther).map((name) => requireTruth(world, world.other, ended(name))),
      ];
      await requireTruthAtLast(world);
      return verdicts.sort().join(', ');
    },
  };
}

function callsOf(which: 'known' | 'other', count: number): { readonly [Name in string]: Call } {
  const verify: Call = (world) => world.here.keys.verify(world[which].token);
  const names = Array.from({ length: count }, (_, index) => `${which} ${index + 1}`);
  return Object.fromEntries(names.map((name) => [name, verify]));
}

/**
 * S01: a verification answers what was true at some instant since it began. So one that begins after a change was
 * committed sees it. Returns the answer.
 */
function requireTruth({ truth }: MemoryWorld, { stored }: IssuedKey, call: EndedCall): string {
  const verdict = verdictOf(call);
  const possible = truth.between(stored.key.id, call.startedAt, call.endedAt);
  if (!possible.has(verdict))
    throw new Error(`a verification must be ${[...possible].join(' or ')}, but is ${verdict}`);
  requireOwnPrincipal(resultOf(call) as Verification);
  return verdict;
}

function requireOwnPrincipal(verified: Verification): void {
  if (!verified.ok) return;
  const { owner, permissions } = verified.principal;
  if (owner.kind !== ada.kind || owner.id !== ada.id || permissions.join() !== 'agents:read')
    throw new Error(`accepted as ${owner.id} with ${permissions.join()}`);
}

async function requireTruthAtLast({ here, known, other, truth, steps }: MemoryWorld): Promise<void> {
  const now = steps.taken.length;
  for (const { token, stored } of [known, other]) {
    const { ok, ...verified } = await here.keys.verify(token);
    const verdict = ok ? 'accepted' : 'reason' in verified && verified.reason;
    const [expected] = truth.between(stored.key.id, now, now);
    if (verdict !== expected)
      throw new Error(`a token is ${verdict} after all steps, but must be ${expected}`);
  }
}
