import { core, type Defence, onEachEngine, readOfTurn } from './defence.js';

const verification = `${core}/use-cases/verify-key.ts`;
const duringChange = [`${core}/use-cases/verify-during-change.test.ts`];
const verifyTests = [`${core}/use-cases/verify-key.test.ts`];
export const state: readonly Defence[] = [
  {
    row: 'S01',
    removed: 'the read on each verification: a record is kept once it was read',
    edits: [
      {
        ...readOfTurn,
        to: `(async () => {
        lookup.kept ??= new Map();
        const missing = keyIds.filter((keyId) => !lookup.kept.has(keyId));
        for (const [keyId, one] of await lookup.find(missing)) lookup.kept.set(keyId, one);
        return lookup.kept;
      })()`,
      },
    ],
    tests: duringChange,
  },
  {
    row: 'S02',
    removed: 'the second read, after the hash',
    edits: [
      {
        file: verification,
        from: 'else begin({ ...attempt, provenHash: stored.hash });',
        to: `else {
        proofs.remember(attempt.token, stored);
        askTogether([{ attempt, key: stored.key, at: clock.now() }]);
      }`,
      },
    ],
    tests: duringChange,
  },
  ...onEachEngine({
    row: 'S03',
    removed: 'the condition that uses are written to unrevoked records alone',
    edits: [
      {
        file: 'packages/kysely/src/queries/record-uses.ts',
        from: ".where('revoked_at', 'is', null)",
        to: '',
      },
    ],
  }),
  ...onEachEngine({
    row: 'S04',
    removed: 'the condition that a change is made to unrevoked records alone',
    edits: [
      {
        file: 'packages/kysely/src/queries/update-key.ts',
        from: "eb('revoked_at', 'is', null),",
        to: '',
      },
    ],
  }),
  ...onEachEngine({
    row: 'S05',
    removed: 'the comparison with the old hash, where a new one is written',
    edits: [
      {
        file: 'packages/kysely/src/queries/rehash-key.ts',
        from: "set: { hash: to }, where: (eb) => eb('hash', '=', from)",
        to: 'set: { hash: from && to }',
      },
    ],
  }),
  {
    row: 'S06',
    removed: 'the injected clock, from the judgement of expiry',
    edits: [
      {
        file: verification,
        from: 'const at = clock.now();',
        to: 'const at = new Date();',
      },
    ],
    tests: verifyTests,
  },
  {
    row: 'S07',
    removed: 'the question about the owner on each verification: an answer is kept',
    edits: [
      {
        file: verification,
        from: 'ports.askOwners(proven.map(({ key }) => key.owner))',
        to: `(async () => {
        const known = (ports.known ??= new Map());
        const answers = await ports.askOwners(proven.map(({ key }) => key.owner));
        return (index) => {
          const { id } = proven[index].key.owner;
          if (!known.has(id)) known.set(id, answers(index));
          return known.get(id);
        };
      })()`,
      },
    ],
    tests: verifyTests,
  },
  {
    row: 'S08',
    removed: 'the difference between owner and creator: the creator is asked about',
    edits: [
      {
        file: verification,
        from: 'proven.map(({ key }) => key.owner)',
        to: 'proven.map(({ key }) => key.createdBy)',
      },
    ],
    tests: verifyTests,
  },
  {
    row: 'S09',
    removed: 'the second attempt',
    edits: [
      { file: `${core}/use-cases/new-token.ts`, from: 'const attempts = 3;', to: 'const attempts = 1;' },
    ],
    tests: [`${core}/use-cases/issue-key.test.ts`],
  },
  {
    row: 'S10',
    removed: 'the second decision, after the hash',
    edits: [
      {
        file: `${core}/use-cases/issue-key.ts`,
        from: 'const scopes = await grantNewKey(ports, grant);',
        to: 'const scopes = wanted;',
      },
    ],
    tests: [`${core}/use-cases/decided-again.test.ts`],
  },
  {
    row: 'S12',
    removed: 'the check that a request can be forgotten, before it is',
    edits: [
      {
        file: 'packages/kysely/src/queries/insert-idempotently.ts',
        from: '        .where(isNeeded),',
        to: "        .where('id', '=', ''),",
      },
    ],
    tests: ['packages/kysely/src/queries/skewed-clocks.test.ts'],
  },
  {
    row: 'S12',
    removed: 'the end of an offer by the clock of the database',
    edits: [
      {
        file: 'packages/kysely/src/queries/end-offer.ts',
        from: "eb('open_until', '>', instantIn(0))",
        to: "eb('open_until', 'is not', null)",
      },
    ],
    tests: ['packages/kysely/src/queries/skewed-clocks.test.ts'],
  },
];
