import { type EndedCall, resultOf, type Scenario } from '@postern/core/interleavings';
import { type FileParts, type FileTemplate, type FileWorld, fileWorld } from './file-world.js';

/** Something that happens in a file world. */
export type Call = (world: FileWorld) => Promise<unknown>;

/** What happens to a file while a storage with remembered records searches in it. */
export interface FileChanges {
  readonly calls: readonly { readonly [Name in string]: Call }[];
  readonly before?: Call;
  /** How many searches there are. Default 3. */
  readonly searches?: number;
  readonly parts?: FileParts;
}

const search: Call = (world) => world.search();

/** Searches in a file while it changes. They are synchronous, so others act only between their questions. */
export function searchesAnd(
  { calls, before, searches = 3, parts }: FileChanges,
  template: () => FileTemplate,
  wrong: FileParts = {},
): Scenario<FileWorld> {
  const names = Array.from({ length: searches }, (_, index) => `search ${index + 1}`);
  return {
    async prepare(steps) {
      const world = await fileWorld(steps, template(), { ...parts, ...wrong });
      await before?.(world);
      return world;
    },
    calls: [Object.fromEntries(names.map((name) => [name, search])), ...calls],
    async check(world, ended) {
      try {
        for (const alike of calls) for (const name of Object.keys(alike)) resultOf(ended(name));
        const found = names.map((name) => foundBy(ended(name)));
        return [...found, await world.search()].join(', ');
      } finally {
        await world.close();
      }
    },
  };
}

/** Throws what the search threw, because that says what was wrong. */
function foundBy({ result }: EndedCall): unknown {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
