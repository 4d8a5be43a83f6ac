import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@postern/postgres-server';
import { inject } from 'vitest';
import type { CodeBlock } from './code-blocks.js';
import type { Machine } from './machine.js';
import { root } from './pages.js';
import { fillIn } from './placeholders.js';
import { type ProgramRun, runToEnd } from './program-run.js';
import type { Program } from './programs.js';
import { type Server, startServer } from './server.js';
import { openShell, type Shell } from './shell.js';

/**
 * A reader who follows one page from top to bottom, in an empty folder and, with `DATABASE_URL`, an empty database.
 * `http://localhost:8080` (or 3000) is the server that the page started last. `user.abc123...` is the last token of
 * that kind that it showed, `abc123...` alone is the key ID of the last token, and `the-printed-password` is the one
 * that the workspace printed.
 */
export interface PageSession {
  /** Runs a block in the shell, and returns what it printed. */
  readonly runShell: (code: string) => Promise<string>;
  /** Returns what a block of a program printed. Runs the program once; a server is left running. */
  readonly runProgram: (program: Program, block: CodeBlock) => Promise<string>;
  /** Starts the workspace on an empty database, as `npm start` does. */
  readonly startWorkspace: (command: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openPageSession(machine: Machine): Promise<PageSession> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-docs-'));
  let shell: Shell | undefined;
  let server: Server | undefined;
  let starts = 0;
  const runs = new Map<Program, ProgramRun>();
  /** What the shell has printed since the server was started. */
  let seen = '';

  async function serve(command: string, cwd: string): Promise<void> {
    await server?.stop();
    seen = '';
    starts += 1;
    const environment = {
      ...machine.environment,
      DATABASE_URL: `sqlite:${folder}/workspace-${starts}.sqlite`,
    };
    server = await startServer(command, { cwd, environment });
  }

  return {
    async runShell(code) {
      shell ??= openShell(folder, machine.environment);
      const ready = await fillIn(code, { url: server?.url, printed: () => (server?.printed() ?? '') + seen });
      const printed = await shell.run(ready);
      seen += printed;
      return printed;
    },
    async runProgram(program, block) {
      if (program.serves) {
        await serve(`exec '${machine.node}' '${program.javaScriptFile}'`, folder);
        return '';
      }
      let run = runs.get(program);
      if (run === undefined) {
        run = await withDatabase(program, async (databaseUrl) =>
          runToEnd(program, { machine, cwd: await mkdtemp(join(folder, 'program-')), databaseUrl }),
        );
        runs.set(program, run);
      }
      return run(block);
    },
    startWorkspace: (command) => serve(command, root),
    async close() {
      await shell?.close();
      await server?.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Passes the connection string of a new database, if the program needs one. */
async function withDatabase<T>({ source }: Program, use: (url?: string) => Promise<T>): Promise<T> {
  if (!source.includes('DATABASE_URL')) return use();
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  try {
    return await use(url);
  } finally {
    await drop();
  }
}
