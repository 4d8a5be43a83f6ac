import { onTestFinished } from 'vitest';
import type { WorkspaceConfig } from '../src/config.js';
import { createWorkspace, type Workspace } from '../src/workspace.js';
import { type Engine, newDatabase } from './test-database.js';

/** The password of all people in tests. */
export const password = 'correct horse battery staple';

/** Argon2id at its minimum cost: these tests are about the workspace. */
const cheapHashing = { memoryKiB: 8, passes: 1, lanes: 1 };

/** A workspace that serves real HTTP from a real database, and is closed at the end of the test. */
export interface TestWorkspace {
  readonly url: string;
  readonly workspace: Workspace;
  readonly config: WorkspaceConfig;
  /** The lines of its log. */
  readonly log: readonly string[];
}

interface TestWorkspaceOptions extends Partial<WorkspaceConfig> {
  /** The engine of the new database, if `database` is not given. Default: SQLite. */
  readonly engine?: Engine;
}

/** Starts a workspace for one test, on the given database or a new one. */
export async function startTestWorkspace({
  engine = 'sqlite',
  ...config
}: TestWorkspaceOptions = {}): Promise<TestWorkspace> {
  const complete: WorkspaceConfig = {
    database: config.database ?? (await newDatabase(engine)),
    plan: 'business',
    password,
    checkKey: undefined,
    ...config,
  };
  const log: string[] = [];
  const workspace = await createWorkspace(complete, {
    hashing: cheapHashing,
    log: (line) => log.push(line),
  });
  onTestFinished(() => workspace.close());
  const port = await workspace.listen(0);
  return { url: `http://localhost:${port}`, workspace, config: complete, log };
}
