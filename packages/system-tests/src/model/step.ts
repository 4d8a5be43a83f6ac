import type { KeyStateFilter } from '@postern/core';

/** Whose keys. */
export type OwnerName = 'ada' | 'platform';

/** Who asks: the person ada, or the service itself. */
export type ActorName = 'ada' | 'job';

/** One thing that is done to a service. Plain data, so that a failing sequence can be read, and done again elsewhere. */
export type Step = OwnerStep | OneKeyStep | WorldStep;

/** What concerns the keys of an owner, or all. */
export type OwnerStep =
  | {
      readonly verb: 'issue';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      readonly name: string;
      readonly scopes: readonly string[] | null;
      /** `null`: it does not expire. */
      readonly lifetimeMs: number | null;
      /** The idempotency key: attempts that have the same one are one request. `null`: none. */
      readonly request: string | null;
    }
  | {
      readonly verb: 'offer';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      readonly name: string;
      readonly lifetimeMs: number | null;
      readonly ttlMs: number;
    }
  /** What is done with the how-manieth offer, counted from 0, modulo how many there are. By ada: jobs claim nothing. */
  | {
      readonly verb: 'claim' | 'withdrawOffer';
      readonly offer: number;
      /** `2`: the same is asked twice at once. */
      readonly calls: 1 | 2;
    }
  | {
      readonly verb: 'revokeAll';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      /** How far from now `createdBefore` is. `null`: it is not given. */
      readonly createdBeforeMs: number | null;
    }
  | {
      readonly verb: 'purge';
      readonly actor: ActorName;
      /** How far from now `revokedBefore` is. */
      readonly revokedBeforeMs: number;
    }
  /** Goes through all pages. */
  | {
      readonly verb: 'list';
      readonly owner: OwnerName;
      readonly state: KeyStateFilter;
      readonly limit: number;
    }
  | { readonly verb: 'ownerHistory'; readonly owner: OwnerName; readonly limit: number };

/** What is done with an offer. */
export type OfferStep = OwnerStep & { readonly verb: 'claim' | 'withdrawOffer' };

/** What concerns one key. */
export type OneKeyStep = {
  /** The how-manieth key that was made, counted from 0, modulo how many there are. */
  readonly key: number;
  /** `2`: the same is asked twice at once. */
  readonly times: 1 | 2;
} & (
  | { readonly verb: 'verify'; readonly secret: 'right' | 'wrong' }
  | { readonly verb: 'keyHistory'; readonly limit: number }
  | KeyChange
);

/** What may change one key. */
export type KeyChange = {
  readonly actor: ActorName;
  /** Whose key the request says it is, where it says so. */
  readonly claims: 'nobody' | 'right owner' | 'other owner';
} & (
  | { readonly verb: 'rename'; readonly name: string }
  | { readonly verb: 'disable'; readonly reason: string }
  | { readonly verb: 'enable' }
  | { readonly verb: 'rotate'; readonly graceMs: number }
  | { readonly verb: 'offerRotation'; readonly graceMs: number; readonly ttlMs: number }
  | { readonly verb: 'revoke'; readonly reason: string | null }
);

/** What happens around the service. */
export type WorldStep =
  /** Time passes until all that was put aside is written. */
  | { readonly verb: 'flush' }
  /** The wall clock is set, forward or back. */
  | { readonly verb: 'setClock'; readonly byMs: number }
  /** The hasher's parameters change. */
  | { readonly verb: 'setCost'; readonly cost: number }
  | { readonly verb: 'setActive'; readonly owner: OwnerName; readonly active: boolean };

/** Says whether a step needs a key that was made before. */
export function isOneKeyStep(step: Step): step is OneKeyStep {
  return 'times' in step;
}

/** Says whether a step needs an offer that was made before. */
export function isOfferStep(step: Step): step is OfferStep {
  return 'calls' in step;
}

/** A step as a reader writes it down: `rotate(key: 3, graceMs: 500)`. */
export function describeStep({ verb, ...given }: Step): string {
  const fields = Object.entries(given).filter(
    ([name, value]) => !((name === 'times' || name === 'calls') && value === 1) && value !== 'nobody',
  );
  return `${verb}(${fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')})`;
}
