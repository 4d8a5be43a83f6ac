import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A package in `node_modules`. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  /** What npm runs when it installs the package: the names of scripts, and `node-gyp` if it compiles without one. */
  readonly buildSteps: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly gypfile?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Returns what npm installed into a folder, the largest first. */
export function installedPackages(folder: string): readonly InstalledPackage[] {
  const { packages } = JSON.parse(readFileSync(`${folder}node_modules/.package-lock.json`, 'utf8')) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  return Object.keys(packages)
    .filter((path) => existsSync(folder + path))
    .map((path) => read(folder + path))
    .sort((a, b) => b.bytes - a.bytes);
}

function read(directory: string): InstalledPackage {
  const {
    name,
    version,
    gypfile,
    scripts = {},
  } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  const compiles = gypfile !== false && existsSync(join(directory, 'binding.gyp'));
  return {
    name,
    version,
    bytes: sizeOf(directory),
    buildSteps: [
      ...['preinstall', 'install', 'postinstall'].filter((script) => script in scripts),
      ...(compiles ? ['node-gyp'] : []),
    ],
  };
}

/** Returns the size of the files in a package, without the packages that are nested in it. */
function sizeOf(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) bytes += entry.name === 'node_modules' ? 0 : sizeOf(path);
    else if (entry.isFile()) bytes += statSync(path).size;
  }
  return bytes;
}
