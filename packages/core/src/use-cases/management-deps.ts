import type { ApiKey } from '../model/api-key.js';
import type { Lifetimes } from '../model/lifetime.js';
import type { Owner } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyCap } from '../ports/key-changes.js';
import type { KeyPolicyDecision, KeyPolicyRequest } from '../ports/key-policy.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';

/** The dependencies of the management operations. Every port is guarded: it fails only with faults of ours. */
export interface ManagementDeps {
  readonly repository: KeyRepository;
  readonly read: (keyId: KeyId) => Promise<ApiKey | undefined>;
  /** See `UseRecorder.withLatestUse`. */
  readonly withLatestUse: (key: ApiKey) => ApiKey;
  readonly decide: (request: KeyPolicyRequest) => Promise<KeyPolicyDecision>;
  readonly kinds: readonly string[];
  /** The cap on an owner's keys for a change at an instant. `undefined`: there is none. */
  readonly capFor: (owner: Owner, now: Date) => KeyCap | undefined;
  /** Has an entry for every kind. */
  readonly lifetimes: Lifetimes;
  readonly clock: Clock;
  readonly events: Events;
  /** The version of a record: see `keyVersion`. */
  readonly versionOf: (key: ApiKey) => string;
  readonly generateEntryId: (at: Date) => string;
  /** Waits for the next turn of the event loop. For use between the steps of a long change. */
  readonly nextTurn: () => Promise<void>;
}
