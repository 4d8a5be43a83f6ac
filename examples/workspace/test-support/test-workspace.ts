import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { WorkspaceConfig } from '../src/config.js';
import { createWorkspace, type Workspace } from '../src/workspace.js';

/** Everybody's password in tests. */
export const password = 'correct horse battery staple';

/** Argon2id at its least cost: these tests are about the workspace. */
const cheapHashing = { memoryKiB: 8, passes: 1, lanes: 1 };

/** A workspace that serves real HTTP from a real SQLite file, and is taken away when the test is over. */
export interface TestWorkspace {
  readonly url: string;
  readonly workspace: Workspace;
  readonly config: WorkspaceConfig;
  /** The lines of its log. */
  readonly log: readonly string[];
}

/** Starts a workspace of its own for one test, in a new directory or, where `config.databaseFile` is given, on that file. */
export async function startTestWorkspace(config: Partial<WorkspaceConfig> = {}): Promise<TestWorkspace> {
  const complete: WorkspaceConfig = {
    databaseFile: config.databaseFile ?? join(await temporaryDirectory(), 'workspace.sqlite'),
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

/** Makes a directory that is removed when the test is over. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-workspace-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
