import { core, type Defence, onEachEngine } from './defence.js';
import { always, never, remove, replace } from './edits.js';

const duringChange = [`${core}/use-cases/verify-during-change.test.ts`];
const disableUnused = [`${core}/use-cases/disable-unused-keys.test.ts`];
const verifyTests = [`${core}/use-cases/verify-key.test.ts`];
export const state: readonly Defence[] = [
  {
    row: 'S01',
    removed: 'the read on each verification: a record is cached once it was read',
    edits: [
      replace(
        'S01',
        `(async () => {
        lookup['kept'] ??= new Map();
        const missing = keyIds.filter((keyId) => !lookup['kept'].has(keyId));
        for (const [keyId, one] of await lookup.find(missing)) lookup['kept'].set(keyId, one);
        return lookup['kept'];
      })()`,
      ),
    ],
    tests: duringChange,
  },
  {
    row: 'S01',
    removed: 'the question whether anything was committed since a row was read',
    edits: [never('S01 version')],
    tests: ['packages/kysely/src/sqlite/remembered-records.test.ts'],
  },
  {
    row: 'S02',
    removed: 'the second read, after the hash',
    edits: [
      replace(
        'S02',
        `{
      proofs.remember(attempt.token, stored);
      const statusOf = await deps.askOwners([stored.key.owner]);
      return finish({ attempt, key: stored.key }, await statusOf(0), clock.now());
    }`,
      ),
    ],
    tests: duringChange,
  },
  ...onEachEngine({
    row: 'S03',
    removed: 'the condition that uses are only written to unrevoked records',
    edits: [remove('S03')],
  }),
  ...onEachEngine({
    row: 'S04',
    removed: 'the condition that only unrevoked records are changed',
    edits: [remove('S04')],
  }),
  {
    row: 'S04',
    removed: 'the end of the predecessor when a key is rotated',
    edits: [remove('S04 chain')],
    tests: ['packages/kysely/src/queries/rotate-key.test.ts'],
  },
  ...onEachEngine({
    row: 'S05',
    removed: 'the comparison with the old hash when a new one is written',
    edits: [remove('S05')],
  }),
  {
    row: 'S06',
    removed: 'the injected clock when expiry is checked',
    edits: [replace('S06', 'const now = new Date();')],
    tests: verifyTests,
  },
  {
    row: 'S06',
    removed: 'the second decision on an expiry, at the instant when a key is created',
    edits: [replace('S06 issue', "(request['expiresAt'] ?? expiryAt(new Date(0)))")],
    tests: [`${core}/use-cases/lifetimes.test.ts`],
  },
  {
    row: 'S07',
    removed: 'the owner lookup on each verification: an answer is cached',
    edits: [
      replace(
        'S07',
        `(async () => {
        const known = (deps['known'] ??= new Map());
        const answers = await deps.askOwners(proven.map(({ key }) => key.owner));
        return (index) => {
          const { id } = proven[index].key.owner;
          if (!known.has(id)) known.set(id, answers(index));
          return known.get(id);
        };
      })()`,
      ),
    ],
    tests: verifyTests,
  },
  {
    row: 'S08',
    removed: 'the difference between owner and creator: the creator is looked up',
    edits: [replace('S08', "proven.map(({ key }) => key['createdBy'])")],
    tests: verifyTests,
  },
  {
    row: 'S09',
    removed: 'the second attempt',
    edits: [replace('S09', 'const attempts = 1;')],
    tests: [`${core}/use-cases/issue-key.test.ts`],
  },
  {
    row: 'S10',
    removed: 'the second decision, after the hash',
    edits: [replace('S10', 'const scopes = wanted;')],
    tests: [`${core}/use-cases/decided-again.test.ts`],
  },
  {
    row: 'S12',
    removed: 'the check whether a request may be forgotten',
    edits: [replace('S12 request', ".where('id', '=', '')")],
    tests: ['packages/kysely/src/queries/skewed-clocks.test.ts'],
  },
  {
    row: 'S12',
    removed: "the end of an offer by the database's clock",
    edits: [replace('S12 offer', "eb('open_until', 'is not', null)")],
    tests: ['packages/kysely/src/queries/skewed-clocks.test.ts'],
  },
  {
    row: 'S13',
    removed: 'the last use that was seen, as a condition of the statement that disables an unused key',
    edits: [replace('S13 use', 'undefined')],
    tests: disableUnused,
  },
  {
    row: 'S13',
    removed: 'the uses that this process has not written yet',
    edits: [replace('S13 pending', 'key')],
    tests: disableUnused,
  },
  {
    row: 'S13',
    removed: 'the limit on how recent `unusedSince` may be',
    edits: [always('S13 recent')],
    tests: disableUnused,
  },
];
