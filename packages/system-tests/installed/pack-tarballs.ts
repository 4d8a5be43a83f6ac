import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { root } from '../src/docs/pages.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packages that npm would publish. */
    readonly tarballs: readonly Tarball[];
  }
}

/** A package as npm would publish it. */
export interface Tarball {
  readonly name: string;
  /** The path of the `.tgz` file. */
  readonly file: string;
  /** The names of the other packages of this repository that it depends on. */
  readonly dependencies: readonly string[];
  /** What an application imports: `@postern/core`, `@postern/core/testing`. */
  readonly entryPoints: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packs every package that is not private. They must be built. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-tarballs-'));
  const published = (await manifests()).filter((manifest) => manifest.private !== true);
  const names = published.map(({ name }) => name);
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', ...options, ...names.flatMap((name) => ['--workspace', name])],
    { cwd: root, maxBuffer: 64 * 1024 * 1024 },
  );
  const packed = JSON.parse(stdout) as readonly { readonly name: string; readonly filename: string }[];
  const fileOf = new Map(packed.map(({ name, filename }) => [name, join(folder, filename)]));
  const tarballs = published.map(({ name, exports = {}, dependencies = {} }) => ({
    name,
    file: fileOf.get(name) ?? '',
    dependencies: Object.keys(dependencies).filter((each) => names.includes(each)),
    entryPoints: Object.keys(exports)
      .filter((path) => !path.endsWith('.json'))
      .map((path) => name + path.slice(1)),
  }));
  project.provide('tarballs', tarballs);
  return () => rm(folder, { recursive: true });
}

async function manifests(): Promise<readonly Manifest[]> {
  const folders = await readdir(`${root}packages`);
  return Promise.all(
    folders.map(async (name) => JSON.parse(await readFile(`${root}packages/${name}/package.json`, 'utf8'))),
  );
}
