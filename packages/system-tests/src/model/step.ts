import type { KeyStateFilter } from '@postern/core';

/** The owners of keys. */
export type OwnerName = 'ada' | 'platform';

/** The actors: the person ada, or the service itself. */
export type ActorName = 'ada' | 'job';

/** Whose service is called: that of this release, or of the one before it. */
export type Release = 'this' | 'previous';

/** How long a key is to live, in milliseconds. `null`: for ever. `usual`: the request names no expiry. */
export type Life = number | null | 'usual';

/** One call to a service, or a change around it. Plain data, so that a failing sequence can be read and repeated. */
export type Step = OwnerStep | OneKeyStep | WorldStep;

/** Steps about the keys of an owner, or about all keys. */
export type OwnerStep =
  | {
      readonly verb: 'issue';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      readonly name: string;
      readonly scopes: readonly string[] | null;
      readonly life: Life;
      /** The idempotency key, if any. Attempts with the same one are the same request. */
      readonly request: string | null;
    }
  | {
      readonly verb: 'offer';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      readonly name: string;
      readonly life: Life;
      readonly ttlMs: number;
    }
  /** A step about an offer. The actor is ada, because jobs can't claim. */
  | {
      readonly verb: 'claim' | 'withdrawOffer';
      /** The index of the offer, modulo the number of offers. */
      readonly offer: number;
      /** If it is `2`, there are two concurrent calls. */
      readonly calls: 1 | 2;
    }
  | {
      readonly verb: 'revokeAll';
      readonly owner: OwnerName;
      readonly actor: ActorName;
      /** How far from now `createdBefore` is. `null` if it is omitted. */
      readonly createdBeforeMs: number | null;
    }
  | {
      readonly verb: 'purge';
      readonly actor: ActorName;
      /** How far from now `revokedBefore` is. */
      readonly revokedBeforeMs: number;
    }
  /** In the release before this one, it does nothing. */
  | {
      readonly verb: 'disableUnused';
      readonly actor: ActorName;
      /** How much longer than a day ago `unusedSince` is. */
      readonly dayAgoAndMs: number;
      readonly dryRun: boolean;
    }
  /** Reads all pages. */
  | {
      readonly verb: 'list';
      readonly owner: OwnerName;
      readonly state: KeyStateFilter;
      /** Only keys that live longer than their kind may. */
      readonly beyondLifetime: boolean;
      readonly limit: number;
    }
  | { readonly verb: 'ownerHistory'; readonly owner: OwnerName; readonly limit: number };

/** Steps about an offer. */
export type OfferStep = OwnerStep & { readonly verb: 'claim' | 'withdrawOffer' };

/** Steps about one key. */
export type OneKeyStep = {
  /** The number of the key, modulo the number of keys. */
  readonly key: number;
  /** If it is `2`, there are two concurrent calls. */
  readonly times: 1 | 2;
} & (
  | { readonly verb: 'verify'; readonly secret: 'right' | 'wrong' }
  | { readonly verb: 'keyHistory'; readonly limit: number }
  /** Reports that the token leaked. In the release before this one, it does nothing. */
  | { readonly verb: 'reportLeak'; readonly secret: 'right' | 'wrong' }
  | KeyChange
);

/** Steps that can change one key. */
export type KeyChange = {
  readonly actor: ActorName;
  /** The owner that the request names, if any. */
  readonly claims: 'no owner' | 'right owner' | 'other owner';
} & (
  | { readonly verb: 'rename'; readonly name: string }
  | { readonly verb: 'disable'; readonly reason: string }
  | { readonly verb: 'enable' }
  | { readonly verb: 'rotate'; readonly graceMs: number; readonly life: Life }
  | {
      readonly verb: 'offerRotation';
      readonly graceMs: number;
      readonly life: Life;
      readonly ttlMs: number;
    }
  | { readonly verb: 'revoke'; readonly reason: string | null }
);

/** Changes around the service. */
export type WorldStep =
  /** Time passes until everything that is pending is written. */
  | { readonly verb: 'flush' }
  /** The wall clock is set, forward or back. */
  | { readonly verb: 'setClock'; readonly byMs: number }
  /** The hasher's parameters change. */
  | { readonly verb: 'setCost'; readonly cost: number }
  | { readonly verb: 'setActive'; readonly owner: OwnerName; readonly active: boolean }
  /**
   * Everything that is pending is written, and a service of this release or of the one before it is called from now.
   */
  | { readonly verb: 'setRelease'; readonly release: Release };

/** Whether a step needs an existing key. */
export function isOneKeyStep(step: Step): step is OneKeyStep {
  return 'times' in step;
}

/** Whether a step needs an existing offer. */
export function isOfferStep(step: Step): step is OfferStep {
  return 'calls' in step;
}

/** Formats a step: `rotate(key: 3, graceMs: 500)`. */
export function describeStep({ verb, ...given }: Step): string {
  const fields = Object.entries(given).filter(
    ([name, value]) => !((name === 'times' || name === 'calls') && value === 1) && value !== 'no owner',
  );
  return `${verb}(${fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')})`;
}
