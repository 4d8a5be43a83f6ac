import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const root = read('package.json');
const { fixed } = read('.changeset/config.json');
const page = root.homepage.replace(/#.*$/, '');

/** What the package.json of a package must contain so that npm, editors and scanners find everything. */
const expectedOf = (folder) => ({
  license: root.license,
  homepage: `${page}/tree/main/${folder}#readme`,
  bugs: root.bugs,
  repository: { ...root.repository, directory: folder },
  engines: root.engines,
  sideEffects: false,
  publishConfig: { access: 'public', provenance: true },
});

/** Returns what is missing or wrong in the metadata of a package, as sentences. */
export function metadataProblems(directory) {
  const manifest = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  const { name, version, keywords = [], description } = manifest;
  const wrong = Object.entries(expectedOf(`packages/${basename(directory)}`))
    .filter(([field, expected]) => !isDeepStrictEqual(manifest[field], expected))
    .map(([field, expected]) => `${field} must be ${JSON.stringify(expected)}`);
  const missing = ['README.md', 'LICENSE', 'CHANGELOG.md'].filter(
    (file) => !existsSync(`${directory}/${file}`),
  );
  return [
    ...wrong,
    ...missing.map((file) => `${file} is missing`),
    ...(manifest.files?.includes('CHANGELOG.md') ? [] : ['files must include CHANGELOG.md']),
    ...(keywords.includes('api-keys') && description ? [] : ['description or keywords are missing']),
    ...(fixed.some((group) => group.includes(name))
      ? []
      : ['it is not in the fixed group of .changeset/config.json']),
    ...(version === read('packages/core/package.json').version
      ? []
      : ['its version differs from that of core']),
  ].map((problem) => `${name}: ${problem}`);
}
