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
        to: `lookup.kept ??= new Map();
      const found = (async () => {
        const missing = keyIds.filter((keyId) => !lookup.kept.has(keyId));
        for (const [keyId, one] of await findAll(lookup, missing, { clock, deadlineMs })) lookup.kept.set(keyId, one);
        return lookup.kept;
      })();`,
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
        from: 'provenHash = stored.hash;',
        to: 'ports.proofs.remember(token, stored);\n    return stored;',
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
        from: ".where('revoked_at', 'is', null)",
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
        from: "set: () => ({ hash: to }), where: (eb) => eb('hash', '=', from)",
        to: 'set: () => ({ hash: from && to })',
      },
    ],
  }),
  {
    row: 'S06',
    removed: 'the injected clock, from the judgement of expiry',
    edits: [
      {
        file: verification,
        from: 'decideRecord(stored?.key, parsed.kind, ports.clock.now())',
        to: 'decideRecord(stored?.key, parsed.kind, new Date())',
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
        from: 'const status = await ports.askOwner(owner);',
        to: `const known = (ports.known ??= new Map());
    const status = known.get(owner.id) ?? (await ports.askOwner(owner));
    known.set(owner.id, status);`,
      },
    ],
    tests: verifyTests,
  },
  {
    row: 'S08',
    removed: 'the difference between owner and creator: the creator is asked about',
    edits: [
      { file: verification, from: 'ports.askOwner(owner)', to: 'ports.askOwner(proven.key.createdBy)' },
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
];
