import type { VerifiableKey } from '../model/api-key.js';
import type { Owner, OwnerStatus } from '../model/owner.js';
import type { Requirements } from '../model/permission.js';
import type { Refusal } from '../model/refusal.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { MaybePromise } from '../ports/maybe-promise.js';
import type { KeyId } from '../token/key-id.js';
import type { TokenFormat } from '../token/token.js';

/** What verification depends on. Nothing here can write to the repository. */
export interface VerifyKeyDeps {
  readonly format: TokenFormat;
  /** Checks what a route requires. Throws `ERR_INVALID_CONFIG`. */
  readonly checkRequirements: (requirements: Requirements) => Requirements;
  readonly readRecords: ReadRecords;
  readonly proofs: SecretProofs;
  readonly askOwners: AskOwners;
  readonly recordUse: (keyId: KeyId, at: Date) => void;
  readonly clock: Clock;
  readonly events: Events;
  /** Collects the items of one turn of the event loop, and runs them together. Settles once they have run. */
  readonly batchPerTurn: <Item>(
    run: (items: readonly Item[]) => MaybePromise<void>,
  ) => (item: Item) => MaybePromise<void>;
}

/** Reads records. The function that it returns looks one of them up, or throws the fault of that record alone. */
export type ReadRecords = (
  keyIds: readonly KeyId[],
) => MaybePromise<(keyId: KeyId) => VerifiableKey | undefined>;

/** Asks about owners. The function that it returns answers for one of them, by its index, or throws its fault alone. */
export type AskOwners = (
  owners: readonly Owner[],
) => MaybePromise<(index: number) => MaybePromise<OwnerStatus | undefined>>;

/** Proves that a token is the one that was hashed, and remembers the proof, never the verdict. */
export interface SecretProofs {
  /** Whether this token was proven against exactly this hash before. Hashes nothing. */
  isRemembered(token: string, stored: VerifiableKey): boolean;
  /** Hashes the token. Resolves to a refusal, or to `undefined` if it is proven. */
  prove(token: string, stored: VerifiableKey): Promise<Refusal | undefined>;
  /** The same for a token that was reported as leaked, in a lane of its own. The sources of reports take turns. */
  proveReported(token: string, stored: VerifiableKey, source: string): Promise<Refusal | undefined>;
  remember(token: string, stored: VerifiableKey): void;
}
