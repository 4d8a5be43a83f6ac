import { PosternError } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { type BrokenRepository, turn } from '../broken-repository.js';
import {
  counted,
  counting,
  type Decision,
  deciding,
  isReached,
  onRefusal,
  verbs,
  withCaps,
} from '../cap-defects.js';

const isMade = (verb: string) => `${verb} with a cap is made`;
const rejects = (verb: string) => `F13 ${verb} with a cap rejects`;
const counts = 'F13 a cap counts a record';
const oneOwner = 'F13 a cap is for one owner';
const concurrent = 'F13 of several concurrent changes with a cap';
const twoRepositories = 'F13 of concurrent changes with a cap by two';
const retryFits = 'M07 a retry fits';
const retryRefused = 'M07 a retry that a cap refuses';
const sameWithoutCap = "a change that can't be made";

const nothing = async () => undefined;
const at = new Date('2026-02-01T00:00:00Z');

/** Repositories that are wrong about caps. */
export const brokenCaps: readonly BrokenRepository[] = [
  [
    'ignores the cap of an insertion',
    deciding(() => () => 'made'),
    rejects('insert'),
    counts,
    oneOwner,
    concurrent,
    twoRepositories,
  ],
  [
    'ignores the cap of an idempotent insertion',
    deciding(() => () => 'made', ['insertIdempotent']),
    rejects('insertIdempotent'),
    concurrent,
    twoRepositories,
    retryRefused,
  ],
  [
    'ignores the cap of a claim',
    deciding(() => () => 'made', ['claimOffer']),
    rejects('claimOffer'),
    concurrent,
    twoRepositories,
  ],
  ['ignores the cap of an enabling', deciding(() => () => 'made', ['enable']), rejects('enable')],
  [
    'allows one record more than a cap does',
    (sound) => withCaps(sound, (cap) => ({ ...cap, max: cap.max + 1 })),
    ...verbs.map(rejects),
    counts,
    oneOwner,
    concurrent,
    twoRepositories,
    retryRefused,
  ],
  [
    'refuses the last change that fits',
    (sound) => withCaps(sound, (cap) => ({ ...cap, max: Math.max(1, cap.max - 1) })),
    ...verbs.map(isMade),
    ...verbs.map(rejects),
    counts,
    concurrent,
    twoRepositories,
    retryRefused,
  ],
  [
    'does not count disabled records',
    counting((key, ...of) => counted(key, ...of) && key.disabledAt === null),
    rejects('insert'),
    counts,
    concurrent,
    twoRepositories,
    sameWithoutCap,
  ],
  [
    'counts rotated records',
    counting((key, ...of) => counted({ ...key, rotatedAt: null }, ...of)),
    isMade('insert'),
    rejects('insert'),
    counts,
    sameWithoutCap,
  ],
  [
    'never counts rotated records',
    counting((key, ...of) => counted(key, ...of) && key.rotatedAt === null),
    counts,
    sameWithoutCap,
  ],
  [
    'counts no rotated record that has a successor, in whatever state',
    counting((key, cap, keys) =>
      counted(
        key,
        cap,
        keys.map((other) => ({ ...other, revokedAt: null, rotatedAt: null, expiresAt: null })),
      ),
    ),
    counts,
    sameWithoutCap,
  ],
  [
    'counts revoked records',
    counting((key, ...of) => counted({ ...key, revokedAt: null }, ...of)),
    isMade('insert'),
    rejects('insert'),
    counts,
    sameWithoutCap,
  ],
  [
    'counts expired records',
    counting((key, ...of) => counted({ ...key, expiresAt: null }, ...of)),
    isMade('insert'),
    rejects('insert'),
    counts,
    sameWithoutCap,
  ],
  [
    'counts a record in the instant in which it expires',
    counting((key, cap, keys) => counted(key, { ...cap, now: new Date(cap.now.getTime() - 1) }, keys)),
    isMade('insert'),
    rejects('insert'),
    counts,
    sameWithoutCap,
  ],
  [
    'counts the records of owners of another kind',
    counting((key, cap, keys) =>
      counted({ ...key, owner: { ...key.owner, kind: cap.owner.kind } }, cap, keys),
    ),
    isMade('insert'),
    rejects('insert'),
    oneOwner,
    sameWithoutCap,
  ],
  [
    'folds the case of owners when it counts',
    counting((key, cap, keys) =>
      counted(
        { ...key, owner: { ...key.owner, id: key.owner.id.toLowerCase() } },
        { ...cap, owner: { ...cap.owner, id: cap.owner.id.toLowerCase() } },
        keys,
      ),
    ),
    isMade('insert'),
    rejects('insert'),
    oneOwner,
    sameWithoutCap,
  ],
  [
    'counts and writes later',
    deciding(() => async (cap, keys) => {
      const wasReached = isReached(cap, keys());
      await turn();
      return wasReached ? 'refused' : 'made';
    }),
    concurrent,
    twoRepositories,
    sameWithoutCap,
  ],
  [
    'locks the owner in its own process only',
    deciding(() => {
      let last: Promise<unknown> = Promise.resolve();
      return (cap, keys) => {
        const decision = last.then(async (): Promise<Decision> => {
          const wasReached = isReached(cap, keys());
          await turn();
          return wasReached ? 'left' : 'made';
        });
        last = decision.then(turn);
        return decision;
      };
    }, verbs),
    twoRepositories,
  ],
  [
    'ends an offer although a cap refuses the claim',
    onRefusal('claimOffer', (sound, _cap, id) =>
      sound.withdrawOffer({ offerId: id, at }, buildAuditEntry(buildKey())),
    ),
    rejects('claimOffer'),
  ],
  [
    'counts before it revokes the record of the earlier attempt',
    deciding(() => (cap, keys) => (isReached(cap, keys()) ? 'refused' : 'left'), ['insertIdempotent']),
    retryFits,
    sameWithoutCap,
  ],
  [
    'refuses because of a cap before it looks at the key ID',
    deciding(() => (cap, keys) => (isReached(cap, keys()) ? 'refused' : 'left')),
    sameWithoutCap,
  ],
  [
    'revokes the record of the earlier attempt although a cap refuses the retry',
    onRefusal('insertIdempotent', async (sound, { owner }) => {
      const query = { owner, state: 'live', now: at, after: null, limit: 1 } as const;
      const [key] = await sound.list(query);
      if (key !== undefined)
        await sound.revoke({ keyId: key.id, at, reason: 'retried' }, buildAuditEntry(key));
    }),
    rejects('insertIdempotent'),
    retryRefused,
  ],
  [
    'writes the audit entry although a cap refuses the change',
    onRefusal('enable', (sound, { owner }, id) => {
      const stored = buildStoredKey({ key: buildKey({ owner: { kind: 'team', id: 'other' } }) });
      return sound.insert(stored, buildAuditEntry({ id, owner }));
    }),
    rejects('enable'),
  ],
  [
    'returns false if a cap refuses the change',
    onRefusal('insert', nothing, async () => false),
    rejects('insert'),
    counts,
    oneOwner,
    concurrent,
    twoRepositories,
  ],
  [
    'rejects with another error if a cap refuses the change',
    onRefusal('insert', nothing, () =>
      Promise.reject(new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'too many')),
    ),
    rejects('insert'),
    counts,
    oneOwner,
  ],
  [
    'refuses all later changes of an owner once a cap has refused one',
    deciding(() => {
      const refused = new Set<string>();
      return ({ owner, max }, keys) => {
        const name = `${owner.kind} ${owner.id}`;
        if (refused.has(name)) return 'refused';
        if (isReached({ owner, max, now: at }, keys())) refused.add(name);
        return 'left';
      };
    }),
    rejects('insert'),
    counts,
  ],
];
