import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type Application, newApplication } from './application.js';
import { installedPackages } from './installed-packages.js';
import { node24, thisNode } from './nodes.js';
import { runOn } from './run-on.js';

const compilers = 'python3 python py make gmake ninja cmake cc gcc c++ g++ clang clang++ cl node-gyp'.split(
  ' ',
);

describe.each([
  ['this Node', thisNode],
  ['Node 24', node24],
])('a machine with %s on which the packages are installed', (_what, node) => {
  const application = newApplication(node);
  const { machine, folder } = application;
  afterAll(application.remove);

  it('has node, npm and a shell, and nothing that compiles', async () => {
    const script = `for each; do command -v "$each" || true; done`;
    const found = await runOn(machine, 'sh', ['-c', script, 'sh', 'node', 'npm', ...compilers], folder);
    expect(found.trim().split('\n')).toEqual(
      ['node', 'npm'].map((name) => `${machine.environment.PATH}/${name}`),
    );
    expect(await runOn(machine, 'npm', ['--version'], folder)).toMatch(/^\d+\./);
  });

  it('cannot install a package that compiles something', async () => {
    addDependency(application, { 'binding.gyp': "{ 'targets': [] }\n" });
    await expect(application.npm('install', './dependency')).rejects.toThrow(/node-gyp rebuild|find Python/);
  });

  it('would show a package that has a build step', async () => {
    addDependency(application, { 'binding.gyp': "{ 'targets': [] }\n" });
    await application.npm('install', './dependency', '--install-links', '--ignore-scripts');
    expect(installedPackages(folder)).toMatchObject([{ name: 'dependency', buildSteps: ['node-gyp'] }]);
  });
});

function addDependency({ folder }: Application, files: Readonly<Record<string, string>>): void {
  mkdirSync(`${folder}dependency`, { recursive: true });
  const manifest = JSON.stringify({ name: 'dependency', version: '1.0.0' });
  for (const [name, text] of Object.entries({ 'package.json': manifest, ...files }))
    writeFileSync(`${folder}dependency/${name}`, text);
}
