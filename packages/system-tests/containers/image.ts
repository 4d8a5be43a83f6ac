import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Instruction, readStages, type Stage } from './dockerfile.js';

/** What a container of an image would start with. */
export interface Image {
  /** The folder that stands for the root of its file system. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

/** What an image is built from, and where. */
export interface BuildOptions {
  /** The folder in which each stage gets one. */
  readonly folder: string;
  readonly context: string;
  /** Whether a path of the context is left out. */
  readonly isIgnored: (path: string) => boolean;
  /** The folder with the Node of the base image. */
  readonly nodeFolder: string;
}

/**
 * Follows the instructions of a Dockerfile in folders, as a builder does in file systems: `COPY` copies the files that
 * it names, and `RUN` runs in a folder in which nothing else is. Base images are empty folders, with this machine's
 * programs and the given Node.
 */
export async function buildImage(dockerfile: string, options: BuildOptions): Promise<Image> {
  const built = new Map<string, Image>();
  let last: Image | undefined;
  for (const stage of readStages(dockerfile)) {
    last = await buildStage(stage, built, options);
    if (stage.name !== undefined) built.set(stage.name, last);
  }
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  return last;
}

async function buildStage(
  { from, instructions }: Stage,
  built: ReadonlyMap<string, Image>,
  options: BuildOptions,
): Promise<Image> {
  const base = built.get(from);
  const root = mkdtempSync(join(options.folder, 'stage-'));
  // Another user runs the image.
  chmodSync(root, 0o755);
  if (base !== undefined) copy(base.root, root);
  let image: Image = { workdir: '/', env: {}, user: 'root', command: [], healthCheck: [], ...base, root };
  for (const instruction of instructions) image = await follow(instruction, image, built, options);
  return image;
}

async function follow(
  { name, flags, words }: Instruction,
  image: Image,
  built: ReadonlyMap<string, Image>,
  options: BuildOptions,
): Promise<Image> {
  const cwd = join(image.root, image.workdir);
  const [first = ''] = words;
  switch (name) {
    case 'WORKDIR':
      mkdirSync(join(image.root, first), { recursive: true });
      return { ...image, workdir: first };
    case 'ENV':
      return { ...image, env: { ...image.env, ...Object.fromEntries(words.map((word) => word.split('='))) } };
    case 'USER':
      return { ...image, user: first };
    case 'CMD':
      return { ...image, command: words };
    case 'HEALTHCHECK':
      return { ...image, healthCheck: JSON.parse(words.slice(1).join(' ')) };
    case 'EXPOSE':
      return image;
    case 'COPY':
      copyInto(cwd, words, sourceOf(flags.from, built, options));
      return image;
    case 'RUN':
      await run(words.join(' '), cwd, { ...image.env, PATH: `${options.nodeFolder}:${process.env.PATH}` });
      return image;
    default:
      throw new Error(`this test does not understand ${name}`);
  }
}

type Source = Pick<BuildOptions, 'context' | 'isIgnored'>;

function sourceOf(
  from: string | undefined,
  built: ReadonlyMap<string, Image>,
  options: BuildOptions,
): Source {
  if (from === undefined) return options;
  const image = built.get(from);
  if (image === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  return { context: image.root, isIgnored: () => false };
}

/** Copies files to a folder, or what is in a folder to another one. */
function copyInto(cwd: string, words: readonly string[], { context, isIgnored }: Source): void {
  const sources = words.slice(0, -1);
  const target = join(cwd, words.at(-1) ?? '');
  for (const source of sources) {
    const path = source.replace(/^\//, '');
    const from = join(context, path);
    if (!existsSync(from) || isIgnored(path)) throw new Error(`COPY: ${source} is not in the context`);
    if (statSync(from).isDirectory()) copy(from, target, path, isIgnored);
    else cpSync(from, join(target, path));
  }
}

/** Copies a folder, with its links as they are. A builder enters ignored folders too: something in them may not be. */
function copy(from: string, to: string, path = '', isIgnored: Source['isIgnored'] = () => false): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // No pattern brings anything back from in there, and there are many files.
    if (entry.name === 'node_modules' && isIgnored(below)) continue;
    if (entry.isDirectory()) copy(source, target, below, isIgnored);
    else if (!isIgnored(below)) cpSync(source, target, { verbatimSymlinks: true });
  }
}

async function run(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  // Packages that this machine has already need not be downloaded again; the lockfile has their hashes.
  const environment = { ...process.env, NODE_ENV: undefined, npm_config_prefer_offline: 'true', ...env };
  await promisify(execFile)('sh', ['-c', command], { cwd, env: environment });
}
