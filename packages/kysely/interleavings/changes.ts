import type { VerifiableKey } from '@postern/core/ports';
import { buildAuditEntry } from '@postern/core/testing';
import type { MemoryWorld } from './memory-world.js';
import { ada, entryOf, lifetimeMs } from './two-keys.js';
import type { Changes } from './verify-with-memory.js';

type Where = 'here' | 'elsewhere';
type Call = (world: MemoryWorld) => Promise<unknown>;

const idOf = ({ known }: MemoryWorld) => known.stored.key.id;
const revokeIn =
  (where: Where): Call =>
  (world) =>
    world[where].keys.revoke(idOf(world), { actor: ada });
const disable: Call = (world) =>
  world.elsewhere.keys.disable(idOf(world), { actor: ada, reason: 'not in use' });
const enable: Call = (world) => world.elsewhere.keys.enable(idOf(world), { actor: ada });
const purge: Call = ({ elsewhere }) => {
  const revokedBefore = new Date(elsewhere.clock.now().getTime() + 1_000);
  return elsewhere.keys.purge({ actor: ada, revokedBefore });
};
const flushIn =
  (where: Where): Call =>
  (world) =>
    world[where].flush();

export const revocation = (where: Where): Changes => ({ calls: [{ revocation: revokeIn(where) }] });

/** The other process proves the token that leaked. */
const report: Call = ({ elsewhere, known }) =>
  elsewhere.keys.reportLeak(known.token, { source: 'a scanner' });

export const leakReport: Changes = {
  calls: [{ report }],
  verifications: { known: 2, other: 0 },
};

/** This process writes uses, and a report of a leak ends the key in the other one. */
export const flushAndLeakReport: Changes = {
  calls: [{ flush: flushIn('here') }, { report }],
  verifications: { known: 1, other: 0 },
};

export const leakReportAndRevocation: Changes = {
  calls: [{ report }, { revocation: revokeIn('here') }],
  verifications: { known: 1, other: 0 },
};

export const leakReportAndRotation: Changes = {
  calls: [
    { report },
    {
      rotation: (world) =>
        world.here.keys.rotate(idOf(world), { actor: ada, graceMs: 0 }).catch(() => undefined),
    },
  ],
  verifications: { known: 1, other: 0 },
};

export const disablingAndEnabling: Changes = { calls: [{ disabling: disable }, { enabling: enable }] };

export const enablingAndRevocation: Changes = {
  before: disable,
  calls: [{ enabling: enable }, { revocation: revokeIn('elsewhere') }],
  verifications: { known: 2, other: 0 },
};

export const revocationAndPurge: Changes = {
  calls: [{ revocation: revokeIn('elsewhere') }, { purge }],
  verifications: { known: 2, other: 0 },
};

export const rotation: Changes = {
  calls: [{ rotation: (world) => world.elsewhere.keys.rotate(idOf(world), { actor: ada, graceMs: 0 }) }],
};

/** Nothing is committed when a key expires. */
const expire: Call = async ({ here, truth }) => {
  here.clock.advance(lifetimeMs);
  truth.observe();
};

export const expiry: Changes = { calls: [{ expiry: expire }] };

/** This process writes uses, and the other one revokes. */
export const flushAndRevocation: Changes = {
  calls: [{ flush: flushIn('here') }, { revocation: revokeIn('elsewhere') }],
  verifications: { known: 2, other: 0 },
};

/** The other process renews the hash, and revokes. */
export const rehashAndRevocation: Changes = {
  parts: { costElsewhere: 2 },
  before: ({ elsewhere, known }) => elsewhere.keys.verify(known.token),
  calls: [{ flush: flushIn('elsewhere') }, { revocation: revokeIn('elsewhere') }],
  verifications: { known: 1, other: 0 },
};

/** Another file, in which the key is revoked, is put in the place of this one. */
export const replacement: Changes = {
  calls: [
    {
      replacement: ({ steps, store, finder, known, truth }) =>
        steps.elsewhere([
          'replace',
          () => {
            const revoked = buildAuditEntry(known.stored.key, { action: 'revoked' });
            void store.replaced.revoke(
              { keyId: known.stored.key.id, at: new Date(0), reason: null },
              revoked,
            );
            finder.reopen();
            truth.observe();
          },
        ]),
    },
  ],
};

export const firstVerificationAndRevocation: Changes = { ...revocation('elsewhere'), isFirst: true };

export const twoKeysAndRevocation: Changes = {
  ...revocation('elsewhere'),
  verifications: { known: 1, other: 1 },
};

/** Only the other key is remembered, so a search for both reads just the known one; and the other one is revoked. */
export const halfRememberedAndRevocation: Changes = {
  isFirst: true,
  before: ({ here, other }) => here.keys.verify(other.token),
  calls: [
    { revocation: ({ elsewhere, other }) => elsewhere.keys.revoke(other.stored.key.id, { actor: ada }) },
  ],
  verifications: { known: 1, other: 2 },
};

/** The key was purged, and a backup brings it back. */
export const insertion: Changes = {
  async before(world) {
    await revokeIn('here')(world);
    await purge(world);
  },
  calls: [{ insertion: ({ store, known }) => store.elsewhere().insert(known.stored, entryOf(known)) }],
};

export const revocationOfBusyFile = (busyAt: 'version' | 'rows'): Changes => ({
  ...revocation('elsewhere'),
  parts: { busyAt },
});

/** Someone changes the records that a search returned. */
export const meddlingAndRevocation: Changes = {
  calls: [
    {
      async meddling({ finder, known }) {
        const found = (await finder.find([known.stored.key.id])).get(known.stored.key.id);
        if (found === undefined || 'unreadable' in found) return;
        const key = found.key as {
          -readonly [Name in keyof VerifiableKey['key']]: VerifiableKey['key'][Name];
        };
        key.expiresAt?.setTime(0);
        Object.assign(key.owner, { id: 'mallory' });
        (key.scopes as string[] | null)?.push('agents:write');
        key.revokedAt = null;
      },
    },
    { revocation: revokeIn('elsewhere') },
  ],
  verifications: { known: 1, other: 0 },
};
