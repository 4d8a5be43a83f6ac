// Migrates, then offers, claims, issues, repeats requests, renames, disables, enables, rotates, revokes, purges and
// verifies at random until it is killed. Several loops run concurrently, each with an owner of its own, whose keys no
// other loop touches. Prints a line before each step, and another one when the step is done.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { openStorage } from './open-storage.mjs';
import { seededRandom } from './seeded-random.mjs';

const { storage: description, seed, cost, owners, cap, isPrevious, defect } = JSON.parse(process.argv[2]);
// The creator of a key shows with which parameters it was hashed.
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
// What the release before this one does not know.
const limits = isPrevious
  ? {}
  : { caps: { user: cap }, lifetimes: { user: { defaultMs: days(1), maxMs: days(2) } } };
// A defect must show within few kills.
const frequentVerbs = defect === 'acknowledges early' ? ['issue', 'revoke', 'revoke'] : verbs;
// What to do instead if there is no request to retry or no offer to claim.
const fallbacks = { retry: 'issue', claim: 'offer' };
const rareVerbs = ['revokeAll', 'purge', 'verify', 'verify'];

const storage = await openStorage(description);
report({ event: 'ready' });
await storage.migrate();
report({ event: 'migrated' });

const keys = createApiKeys({
  repository: { ...storage.repository, ...(defect === 'acknowledges early' && { revoke: revokeLater }) },
  hasher: insecureHasher({ cost }),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
  ...limits,
  // A busy machine must not end the process before the kill.
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
    const keyIds = [...mine.keys()];
    const picked = keyIds.length === 0 ? 'issue' : pick(random() < 0.2 ? rareVerbs : frequentVerbs);
    // The newest key is often a successor, whose predecessor is still in its grace.
    const keyId = picked === 'rotate' && random() < 0.5 ? keyIds.at(-1) : pick(keyIds);
    const verb = (!isPossible(picked, { keyId, mine, offers }) && fallbacks[picked]) || picked;
    const graceMs = random() < 0.5 ? 0 : 3_600_000;
    // The name of a successor comes from another key.
    const name = `${keyId} ${(mine.get(keyId)?.renames ?? 0) + 1}`;
    const step = { owner: id, verb, keyId, graceMs, by: actor.id, endsGrace: !isPrevious };
    report({ event: 'begin', ...step });
    report({ event: 'done', owner: id, ...(await perform(step, { owner, name, mine, offers })) });
  }
}

function isPossible(verb, { keyId, mine, offers }) {
  return verb === 'claim' ? offers.length > 0 : verb !== 'retry' || mine.get(keyId).request !== undefined;
}

async function perform({ verb, keyId, graceMs }, { owner, name, mine, offers }) {
  if (verb === 'offer') {
    offers.push((await keys.offer({ owner, actor: person, name: 'new' })).id);
    return { changed: true };
  }
  if (verb === 'claim') return unlessTooMany(() => claim({ mine, offers }));
  if (verb === 'issue') return unlessTooMany(() => issue({ owner, mine, request: randomUUID() }));
  if (verb === 'retry') {
    const { request } = mine.get(keyId);
    const issued = await issue({ owner, mine, request });
    // The next attempt would replace the key that this one created.
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
    // A key in use is not replaced any more.
    mine.get(keyId).request = undefined;
    return { changed: false, ...(token !== undefined && { verified: (await keys.verify(token)).ok }) };
  }
  try {
    if (verb === 'rotate') {
      // Half of the rotations renew; the others name an expiry.
      const expiry = isPrevious || graceMs === 0 ? {} : { expiresAt: new Date(Date.now() + days(2)) };
      const { key, token } = await keys.rotate(keyId, { actor, graceMs, ...expiry });
      mine.set(key.id, { token, renames: 0 });
      return { changed: true, created: key.id, token };
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

async function claim({ mine, offers }) {
  const { key, token } = await keys.claim(offers.at(-1), { actor: person });
  offers.pop();
  mine.set(key.id, { token, renames: 0 });
  return { changed: true, created: key.id, token };
}

async function unlessTooMany(create) {
  try {
    return await create();
  } catch (error) {
    if (error.code === 'ERR_TOO_MANY_KEYS') return { changed: false };
    throw error;
  }
}

function days(count) {
  return count * 24 * 60 * 60 * 1_000;
}

async function issue({ owner, mine, request }) {
  try {
    const { key, token } = await keys.issue({ owner, actor, name: 'new', idempotencyKey: request });
    mine.set(key.id, { token, renames: 0, request });
    return { changed: true, created: key.id, token };
  } catch (error) {
    // The key of this request was rotated.
    if (error.code === 'ERR_ALREADY_ISSUED') return { changed: false };
    throw error;
  }
}

// A deliberate defect: it reports that a key is revoked before the change is committed.
async function revokeLater(revocation, entry) {
  setTimeout(() => storage.repository.revoke(revocation, entry), 5);
  return true;
}

function report(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
