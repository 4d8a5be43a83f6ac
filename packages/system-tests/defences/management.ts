import { core, type Defence, workspace } from './defence.js';

const threats = [`${workspace}/management-threats.test.ts`];

export const management: readonly Defence[] = [
  {
    row: 'M01',
    removed: 'the refusal of unknown fields',
    edits: [
      {
        file: 'packages/management/src/schemas.ts',
        from: ".strictObject({\n    name: z.string().describe('1 to 100 characters.'),",
        to: ".object({\n    name: z.string().describe('1 to 100 characters.'),",
      },
    ],
    tests: threats,
  },
  {
    row: 'M02',
    removed: 'the 403 for a key in place of a session',
    edits: [
      {
        file: `${workspace}/http/signed-in.ts`,
        from: 'return keyInstead(c, async () => {',
        to: `return keyInstead(c, async () => {
        c.set('person', { id: c.get('principal').owner.id });
        return next();`,
      },
    ],
    tests: threats,
  },
  {
    row: 'M03',
    removed: "the comparison with the owner's permissions",
    edits: [
      {
        file: `${core}/use-cases/grant-scopes.ts`,
        from: 'if (beyondOwner.length > 0)',
        to: 'if (beyondOwner.length < 0)',
      },
    ],
    tests: [...threats, `${core}/use-cases/issue-key.test.ts`],
  },
  {
    row: 'M04',
    removed: "the comparison with the route's owner",
    edits: [
      {
        file: `${core}/use-cases/managed-key.ts`,
        from: '(owner !== undefined && !isSameOwner(key.owner, owner))',
        to: 'false',
      },
    ],
    tests: [`${core}/use-cases/revoke-key.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the look at `Sec-Fetch-Site` and `Origin`',
    edits: [
      {
        file: `${workspace}/http/same-origin.ts`,
        from: 'if (isCrossSite(c.req.raw, noTrustedOrigins))',
        to: 'if (c === null)',
      },
    ],
    tests: [`${workspace}/cross-site.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the origin that a sign-in form must name',
    edits: [
      {
        file: `${workspace}/http/same-origin.ts`,
        from: "if (c.req.method === 'POST' && isSilent)",
        to: 'if (c === null)',
      },
    ],
    tests: [`${workspace}/cross-site.test.ts`],
  },
  {
    row: 'M05',
    removed: 'that of the management API',
    edits: [
      {
        file: 'packages/management/src/cross-site.ts',
        from: "if (site !== null) return site !== 'same-origin';",
        to: 'if (site !== null) return false;',
      },
    ],
    tests: ['packages/management/src/management-handler.test.ts'],
  },
  {
    row: 'M05',
    removed: 'that of the pages',
    edits: [
      {
        file: 'packages/settings/src/settings-pages.ts',
        from: 'if (isCrossSite(c.req.raw, trustedOrigins))',
        to: 'if (isCrossSite === null)',
      },
    ],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'M05',
    removed: 'the policy of the pages',
    edits: [{ file: 'packages/settings/src/security-headers.ts', from: `"frame-ancestors 'none'",`, to: '' }],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'M06',
    removed: 'the characters that a name may not have',
    edits: [{ file: `${core}/model/key-name.ts`, from: ' || refused.test(shown)', to: '' }],
    tests: [`${core}/model/key-name.test.ts`, ...threats],
  },
  {
    row: 'M07',
    removed: 'what the attempts of one request have in common',
    edits: [
      {
        file: `${core}/use-cases/insert-new-key.ts`,
        from: 'if (idempotencyKey === undefined) return',
        to: 'if (idempotencyKey !== null) return',
      },
    ],
    tests: [`${core}/use-cases/idempotent-issue.test.ts`],
  },
  {
    row: 'M07',
    removed: 'the uses that are not written yet',
    edits: [{ file: `${core}/use-cases/issue-key.ts`, from: 'await ports.flushUses();', to: '{}' }],
    tests: [`${core}/use-cases/idempotent-issue.test.ts`],
  },
  {
    row: 'M10',
    removed: 'the scopes that are written out if a key is created for somebody else',
    edits: [
      {
        file: `${core}/use-cases/grant-scopes.ts`,
        from: 'return [...new Set(status.permissions)];',
        to: 'return null;',
      },
    ],
    tests: [`${core}/use-cases/issue-key.test.ts`],
  },
];
