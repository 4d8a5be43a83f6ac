import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createApiKeys, eachOwner, keyStates } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { managementHandler } from '@postern/management';
import { describe, expect, it } from 'vitest';
import { documentationPages, readPage, root } from './pages.js';
import { plain, tableUnder } from './table.js';

interface OpenApi {
  readonly components: { readonly schemas: { readonly ProblemCode: { readonly enum: readonly string[] } } };
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly responses: Readonly<Record<string, { readonly description: string }>> }>
      >
    >
  >;
}

async function openApi(): Promise<OpenApi> {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: false, permissions: [] })),
  });
  const handler = managementHandler(keys, {
    authenticate: () => null,
    ownersOf: () => [],
    isAdmin: () => false,
  });
  return (await handler(new Request('http://localhost/openapi.json'))).json() as Promise<OpenApi>;
}

/** Facts that are in the code as well as on a page. */
describe('facts', () => {
  it('docs/architecture.md has the table of states', () => {
    const rows = tableUnder(readPage('docs/architecture.md').markdown, 'The states of a key');
    const steps = ['rotate', 'disable', 'enable', 'revoke', 'purge', 'expire'];
    const stated = rows.map(([state, accepted, ...cells]) => {
      const leadsTo = steps
        .map((step, index) => [step, plain(cells[index])] as const)
        .filter(([, to]) => to !== '')
        .map(([step, to]) => [step, to.split(', ')]);
      return [plain(state), { accepted: accepted === 'yes', leadsTo: Object.fromEntries(leadsTo) }];
    });
    expect(Object.fromEntries(stated)).toEqual(keyStates);
  });

  it('docs/architecture.md has every import rule', () => {
    const rules = createRequire(import.meta.url)(`${root}.dependency-cruiser.cjs`) as {
      readonly forbidden: readonly { readonly name: string }[];
    };
    const stated = tableUnder(readPage('docs/architecture.md').markdown, 'Import rules')
      .flatMap(([names]) => plain(names).split(', '))
      .toSorted();
    expect(stated).toEqual(rules.forbidden.map(({ name }) => name).toSorted());
  });

  it('docs/errors.md has a heading for every code, and no others', () => {
    const union = readFileSync(`${root}packages/core/src/errors.ts`, 'utf8').split('export class')[0] ?? '';
    const codes = [...union.matchAll(/\| '(ERR_[A-Z_]+)'/g)].map(([, code]) => code);
    const headings = [...readPage('docs/errors.md').markdown.matchAll(/^### (ERR_.+)$/gm)].map(
      ([, code]) => code,
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(headings).toEqual(codes);
  });

  it('docs/management.md has every problem code under its status', async () => {
    const { components, paths } = await openApi();
    const rows = tableUnder(readPage('docs/management.md').markdown, 'What is refused');
    const stated = rows.flatMap(([status, codes]) =>
      plain(codes)
        .split(', ')
        .map((code) => ({ status: plain(status), code })),
    );
    expect(stated.map(({ code }) => code).toSorted()).toEqual(components.schemas.ProblemCode.enum.toSorted());
    const answers = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap(({ responses }) => Object.entries(responses)),
    );
    for (const [status, { description }] of answers)
      for (const [, code] of description.matchAll(/`(\w+)`(?=, `|\.$)/g))
        expect(stated).toContainEqual({ status, code });
  });

  it('docs/operations.md has every limit with its default', () => {
    const source = readFileSync(`${root}packages/core/src/config.ts`, 'utf8');
    const defaults = /const defaultLimits: Limits = \{(.+?)\}/s.exec(source)?.[1] ?? '';
    const limits = [...defaults.matchAll(/(\w+): ([\d_]+)/g)].map(([, name, number]) => [
      name,
      Number(number?.replaceAll('_', '')),
    ]);
    const stated = tableUnder(readPage('docs/operations.md').markdown, 'Limits');
    expect(limits.length).toBeGreaterThan(5);
    expect(stated.map(([name, number]) => [plain(name), Number(number)])).toEqual(limits);
  });

  it('docs/operations.md has every event', () => {
    const source = readFileSync(`${root}packages/core/src/ports/events.ts`, 'utf8');
    const unions = [...source.matchAll(/type: ('\w+'(?: \| '\w+')*)/g)].flatMap(([, union = '']) =>
      union.split(' | '),
    );
    const types = unions.map((type) => type.slice(1, -1)).toSorted();
    const stated = tableUnder(readPage('docs/operations.md').markdown, 'Events');
    expect(stated.flatMap(([names]) => plain(names).split(', ')).toSorted()).toEqual(types);
  });
});

describe('README.md', () => {
  const { markdown } = readPage('README.md');

  it.each([
    'npm ci && npm start',
    'npm ci && npm test',
    `curl http://localhost:8080/api/agents \\
  -H "Authorization: Bearer user.abc123..."`,
  ])('has a code block that is exactly: %s', (command) => {
    expect(markdown).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  });

  it('shows a program before anyone has to scroll', () => {
    expect(markdown.split('\n').indexOf('```js')).toBeLessThan(20);
  });

  it('claims no higher speed than the benchmark measured', () => {
    const [, claimed] = /over (\d+)\s+times as many keys per second as better-auth/.exec(markdown) ?? [];
    const [measured] = tableUnder(readPage('docs/benchmarks.md').markdown, 'Targets')
      .filter(([bound]) => bound?.includes('SQLite') && bound.includes('better-auth, default settings'))
      .map(([, , median = '']) => Number.parseFloat(median.replaceAll(',', '')));
    expect(Number(claimed)).toBeGreaterThan(0);
    expect(measured).toBeGreaterThan(Number(claimed));
  });
});

describe('the README of the workspace', () => {
  it.each([
    'npm ci && npm start',
    `curl http://localhost:8080/api/agents \\
  -H "Authorization: Bearer user.abc123..."`,
    `curl http://localhost:8080/api/anthropic/v1/messages \\
  -H "x-api-key: user.abc123..." \\
  -H "anthropic-version: 2023-06-01" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "auto", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'`,
  ])('has a code block that is exactly: %s', (command) => {
    expect(readPage('examples/workspace/README.md').markdown).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  });
});

describe('an adapter of a framework is thin', () => {
  it.each(['express', 'fastify', 'fetch', 'hono'])(
    'packages/%s has at most 200 lines of code, without tests, comments and blank lines',
    (name) => {
      const folder = `${root}packages/${name}/src/`;
      const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /(?<!\.test)\.ts$/.test(file),
      );
      const lines = sources.flatMap((file) => linesOfCode(readFileSync(folder + file, 'utf8')));
      expect(lines.length).toBeGreaterThan(50);
      expect(lines.length).toBeLessThanOrEqual(200);
    },
  );
});

function linesOfCode(source: string): readonly string[] {
  const withoutComments = source.replaceAll(/^\s*\/\*[\s\S]*?\*\/$|^\s*\/\/.*$/gm, '');
  return withoutComments.split('\n').filter((line) => line.trim() !== '');
}

describe('links', () => {
  for (const { path, markdown } of documentationPages()) {
    it(`all links in ${path} lead somewhere`, () => {
      const targets = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
      const internal = targets.filter((target) => !target.startsWith('https://'));
      expect(internal.filter((target) => !leadsSomewhere(path, target))).toEqual([]);
    });
  }
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(root + path)) return false;
  return anchor === undefined || anchors(readPage(path).markdown).includes(anchor);
}

/** Returns the anchors that GitHub creates for the headings. */
function anchors(markdown: string): readonly string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}
