// Migrates, then offers, claims, issues, issues again for the same request, renames, disables, enables, rotates, revokes, purges and verifies at random until it is killed:
// several loops at once, each with an owner of its own, whose keys nobody else touches. Prints a line before it begins
// something, and one when it was told that it is done.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { openStorage } from './open-storage.mjs';
import { seededRandom } from './seeded-random.mjs';

const { storage: description, seed, cost, owners, defect } = JSON.parse(process.argv[2]);
// Who made a key tells with what parameters it was hashed.
const actor = { kind: 'system', id: `cost ${cost}` };
const person = { kind: 'user', id: actor.id };
const verbs = [
  ...['offer', 'claim', 'claim'],
  'issue',
  'issue',
  'retry',
  'retry',
  'rename',
  'disable',
  'enable',
  'rotate',
  'rotate',
  'revoke',
];
// A defect is to be met within few kills.
const often = defect === 'acknowledges early' ? ['issue', 'revoke', 'revoke'] : verbs;
// What is done where there is no request to retry, and no offer to claim.
const instead = { retry: 'issue', claim: 'offer' };
const rarely = ['revokeAll', 'purge', 'verify', 'verify'];

const storage = await openStorage(description);
tell({ event: 'ready' });
await storage.migrate();
tell({ event: 'migrated' });

const keys = createApiKeys({
  repository: { ...storage.repository, ...(defect === 'acknowledges early' && { revoke: revokeLater }) },
  hasher: insecureHasher({ cost }),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
  // A busy machine is no reason to end before the kill.
  limits: { useFlushIntervalMs: 3, useWriteIntervalMs: 0, lookupDeadlineMs: 20_000, hashDeadlineMs: 20_000 },
});
await Promise.all(owners.map(change));

async function change({ id, known }, index) {
  const owner = { kind: 'user', id };
  const mine = new Map(known.map(({ keyId, token, renames }) => [keyId, { token, renames }]));
  const offers = [];
  const random = seededRandom(seed + index);
  const pick = (list) => list[Math.floor(random() * list.length)];

  while (true) {
    const keyId = pick([...mine.keys()]);
    const picked = keyId === undefined ? 'issue' : pick(random() < 0.2 ? rarely : often);
    const verb = (!canBeDone(picked, { keyId, mine, offers }) && instead[picked]) || picked;
    const graceMs = random() < 0.5 ? 0 : 3_600_000;
    // A successor has its name from another key.
    const name = `${keyId} ${(mine.get(keyId)?.renames ?? 0) + 1}`;
    const step = { owner: id, verb, keyId, graceMs, by: actor.id };
    tell({ event: 'begin', ...step });
    tell({ event: 'done', owner: id, ...(await done(step, { owner, name, mine, offers })) });
  }
}

function canBeDone(verb, { keyId, mine, offers }) {
  return verb === 'claim' ? offers.length > 0 : verb !== 'retry' || mine.get(keyId).request !== undefined;
}

async function done({ verb, keyId, graceMs }, { owner, name, mine, offers }) {
  if (verb === 'offer') {
    offers.push((await keys.offer({ owner, actor: person, name: 'new' })).id);
    return { changed: true };
  }
  if (verb === 'claim') {
    const { key, token } = await keys.claim(offers.pop(), { actor: person });
    mine.set(key.id, { token, renames: 0 });
    return { changed: true, made: key.id, token };
  }
  if (verb === 'issue') return issue({ owner, mine, request: randomUUID() });
  if (verb === 'retry') {
    const { request } = mine.get(keyId);
    const issued = await issue({ owner, mine, request });
    // The next attempt takes the place of the key that this one has made.
    if (issued.changed) mine.get(keyId).request = undefined;
    return issued;
  }
  if (verb === 'revokeAll')
    return { changed: true, ...(await keys.revokeAll({ owner, actor, reason: 'all' })) };
  if (verb === 'purge') {
    const revokedBefore = new Date();
    await keys.purge({ actor, revokedBefore });
    return { changed: true, purgedBefore: revokedBefore.getTime() };
  }
  if (verb === 'verify') {
    const { token } = mine.get(keyId);
    // From now on nobody takes its place.
    mine.get(keyId).request = undefined;
    return { changed: false, ...(token !== undefined && { verified: (await keys.verify(token)).ok }) };
  }
  try {
    if (verb === 'rotate') {
      const { key, token } = await keys.rotate(keyId, { actor, graceMs });
      mine.set(key.id, { token, renames: 0 });
      return { changed: true, made: key.id, token };
    }
    if (verb === 'rename') {
      const renamed = await keys.rename(keyId, { actor, name });
      if (renamed.changed) mine.get(keyId).renames += 1;
      return renamed;
    }
    return await keys[verb](keyId, { actor, ...(verb !== 'enable' && { reason: verb }) });
  } catch (error) {
    if (error.code === 'ERR_KEY_NOT_LIVE' || error.code === 'ERR_KEY_NOT_FOUND') return { changed: false };
    throw error;
  }
}

async function issue({ owner, mine, request }) {
  try {
    const { key, token } = await keys.issue({ owner, actor, name: 'new', idempotencyKey: request });
    mine.set(key.id, { token, renames: 0, request });
    return { changed: true, made: key.id, token };
  } catch (error) {
    // Of a request whose key was rotated.
    if (error.code === 'ERR_ALREADY_ISSUED') return { changed: false };
    throw error;
  }
}

// What a test must find: it says that a key is revoked before that is committed.
async function revokeLater(revocation, entry) {
  setTimeout(() => storage.repository.revoke(revocation, entry), 5);
  return true;
}

function tell(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
