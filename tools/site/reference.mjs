// Writes the API reference as pages of Markdown, one for each export, from the doc comments.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Application } from 'typedoc';
import { read } from './pages.mjs';
import { root, staged } from './site.mjs';

const temporary = `${staged}.reference/`;
const packages = `${root}packages/`;

/**
 * Writes the reference.
 *
 * @throws if a doc comment is wrong: a link that leads nowhere, or a parameter that does not exist.
 */
export async function writeReference() {
  const entries = entryPoints();
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: `${root}tools/site/tsconfig.json`,
    entryPoints: entries.map(({ source }) => source),
    out: temporary,
    logLevel: 'Warn',
    ...content,
    ...appearance,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('the sources have errors: run npm run typecheck');
  for (const module of project.children) module.name = nameOf(module, entries);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('doc comments have errors, see above');
  rmSync(`${staged}reference`, { recursive: true, force: true });
  renameSync(`${temporary}@postern`, `${staged}reference`);
  rmSync(temporary, { recursive: true });
  for (const module of referenceModules()) for (const { url } of module.exports) adapt(url, module);
}

/** Adds to the page of an export where it is imported from, and removes a section that serves no reader. */
function adapt(url, { name, url: moduleUrl }) {
  const path = `${staged}${url.slice(1)}.md`;
  const [title, ...rest] = readFileSync(path, 'utf8').split('\n');
  const origin = `Exported by [\`${name}\`](${moduleUrl}).`;
  const body = rest.join('\n').replace(/^## Extended by\n[\s\S]*?(?=^## )/m, '');
  writeFileSync(path, `${title}\n\n${origin}\n${body}`);
}

/** The modules of the reference: the name that users import, the URL, and the exports by kind. */
export function referenceModules() {
  return entryPoints().map(({ name }) => {
    const path = `reference/${name.replace('@postern/', '')}`;
    const exports = kinds
      .filter(({ folder }) => existsSync(`${staged}${path}/${folder}`))
      .flatMap(({ folder, suffix }) =>
        readdirSync(`${staged}${path}/${folder}`)
          .map((file) => file.replace(/\.md$/, ''))
          .map((item) => ({ title: item + suffix, url: `/${path}/${folder}/${item}` })),
      );
    return { name, url: `/${path}/`, exports };
  });
}

const kinds = [
  { folder: 'functions', suffix: '()' },
  { folder: 'classes', suffix: '' },
  { folder: 'interfaces', suffix: '' },
  { folder: 'type-aliases', suffix: '' },
  { folder: 'variables', suffix: '' },
];

const content = {
  readme: 'none',
  disableSources: true,
  excludeInternal: true,
  excludeExternals: true,
  // `npm run typecheck` has checked them.
  skipErrorChecking: true,
  alwaysCreateEntryPointModule: true,
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables'],
};

const appearance = {
  router: 'member',
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  indexFormat: 'table',
  pageTitleTemplates: {
    module: '{name}',
    member: ({ name }) => name,
  },
};

/** The entry points of all published packages, in the order of the README. */
function entryPoints() {
  const readme = read('README.md');
  const place = (directory) => readme.indexOf(`packages/${directory}/README.md`);
  const directories = readdirSync(packages).toSorted((a, b) => place(a) - place(b));
  return directories.flatMap((directory) => {
    const manifest = manifestOf(directory);
    if (manifest.private) return [];
    return Object.entries(manifest.exports)
      .filter(([subpath, { types }]) => types !== undefined && subpath !== './internal')
      .map(([subpath, { types }]) => ({
        name: manifest.name + subpath.slice(1),
        source: packages + directory + types.replace('./dist/', '/src/').replace(/\.d\.ts$/, '.ts'),
      }));
  });
}

function manifestOf(directory) {
  const path = `${packages}${directory}/package.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { private: true };
}

/** TypeDoc names a module by its path: `core/src` and `kysely/src/sqlite`. */
function nameOf({ name }, entries) {
  const paths = [`${packages}${name}.ts`, `${packages}${name}/index.ts`];
  const entry = entries.find(({ source }) => paths.includes(source));
  if (entry === undefined) throw new Error(`no package exports ${name}`);
  return entry.name;
}
