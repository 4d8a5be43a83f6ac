import type { KeyStateFilter } from '@postern/core';
import fc from 'fast-check';
import { dayMs } from './scene.js';
import type { ActorName, Life, OneKeyStep, OwnerName, Step, WorldStep } from './step.js';

const owner = fc.constantFrom<OwnerName>('ada', 'platform');
const actor = fc.constantFrom<ActorName>('ada', 'job');
const name = fc.constantFrom('CI Pipeline', 'Nightly build');
const limit = fc.integer({ min: 1, max: 4 });
const scopes = fc.constantFrom<readonly string[] | null>(
  null,
  [],
  ['agents:read'],
  ['agents:read', 'models:use'],
);
const state = fc.constantFrom<KeyStateFilter>(
  'all',
  'accepted',
  'live',
  'rotated',
  'disabled',
  'expired',
  'revoked',
);

/** Only a few different values, so that steps happen at an expiry, a millisecond before it, and after it. */
const life = fc.constantFrom<Life>('usual', null, 1_000, 20_000, 60_000, 60_001);
const successorLife = fc.constantFrom<Life>('usual', 'usual', null, 1_000, 60_000, 60_001);
const request = fc.constantFrom(null, null, 'one', 'other');
const graceMs = fc.constantFrom(0, 0, 1_000, 60_000);
const ttlMs = fc.constantFrom(60_000, 600_000);
const calls = fc.constantFrom<1 | 2>(1, 1, 2);
const aroundNowMs = fc.constantFrom(-20_000, 0, 1, 60_000);
const clockByMs = fc.constantFrom(-60_000, -1_000, -1, 1, 999, 1_000, 20_000, 60_000);

const ofOne = {
  key: fc.nat({ max: 9 }),
  times: fc.constantFrom<OneKeyStep['times']>(1, 1, 2),
};
const asOwner = fc.constantFrom('no owner' as const, 'no owner', 'no owner', 'right owner', 'other owner');
const ofChange = { ...ofOne, actor, claims: asOwner };
const reason = fc.constantFrom('seen in a public log', 'left the project');

function just<const Verb extends string>(verb: Verb): fc.Arbitrary<Verb> {
  return fc.constant<Verb>(verb);
}

function maybe<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(value, { nil: null });
}

/** The steps that most other steps depend on. */
const commonSteps: readonly fc.Arbitrary<Step>[] = [
  fc.record({ verb: just('issue'), owner, actor, name, scopes, life, request }),
  fc.record({ verb: just('verify'), ...ofOne, secret: just('right') }),
  fc.record({ verb: just('rotate'), ...ofChange, graceMs, life: successorLife }),
  fc.record({ verb: just('setClock'), byMs: clockByMs }),
];

/** All steps, one arbitrary per verb. Some of them appear twice, to be more frequent. */
export const anyStep: readonly fc.Arbitrary<Step>[] = [
  ...commonSteps,
  ...commonSteps,
  fc.record({ verb: just('verify'), ...ofOne, secret: just('wrong') }),
  fc.record({ verb: just('rename'), ...ofChange, name }),
  fc.record({ verb: just('disable'), ...ofChange, reason }),
  fc.record({ verb: just('enable'), ...ofChange }),
  fc.record({ verb: just('revoke'), ...ofChange, reason: maybe(reason) }),
  fc.record({ verb: just('offer'), owner, actor, name, life, ttlMs }),
  fc.record({ verb: just('offerRotation'), ...ofChange, graceMs, life: successorLife, ttlMs }),
  fc.record({ verb: just('claim'), offer: fc.nat({ max: 4 }), calls }),
  fc.record({ verb: just('claim'), offer: fc.nat({ max: 4 }), calls }),
  fc.record({ verb: just('withdrawOffer'), offer: fc.nat({ max: 4 }), calls }),
  fc.record({ verb: just('revokeAll'), owner, actor, createdBeforeMs: maybe(aroundNowMs) }),
  fc.record({ verb: just('purge'), actor, revokedBeforeMs: aroundNowMs }),
  fc.record({ verb: just('list'), owner, state, beyondLifetime: fc.boolean(), limit }),
  fc.record({ verb: just('reportLeak'), ...ofOne, secret: fc.constantFrom('right', 'right', 'wrong') }),
  // Rarely enough that most sequences happen within a day.
  fc.record({ verb: just('setClock'), byMs: fc.constantFrom(dayMs - 1, dayMs, 2 * dayMs) }),
  fc.record({
    verb: just('disableUnused'),
    actor,
    dayAgoAndMs: fc.constantFrom(0, 1, 1_000),
    dryRun: fc.constantFrom(false, false, true),
  }),
  fc.record({ verb: just('keyHistory'), ...ofOne, limit }),
  fc.record({ verb: just('ownerHistory'), owner, limit }),
  fc.constant<WorldStep>({ verb: 'flush' }),
  fc.record({ verb: just('setCost'), cost: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ verb: just('setActive'), owner, active: fc.boolean() }),
];

/** The same, by a service of this release or of the one before it. */
export const anyStepOfEitherRelease: readonly fc.Arbitrary<Step>[] = [
  ...anyStep,
  fc.record({ verb: just('setRelease'), release: fc.constantFrom('this', 'previous') }),
  fc.record({ verb: just('setRelease'), release: fc.constantFrom('this', 'previous') }),
];
