import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { CodeBlock } from './code-blocks.js';
import type { Machine } from './machine.js';
import { root } from './pages.js';
import { type Program, printedByBlocks } from './programs.js';

/**
 * Returns what a block of a program printed. Throws for the block in which the program failed, and for all after it.
 */
export type ProgramRun = (block: CodeBlock) => string;

/** The environment in which a program runs. */
interface ProgramEnvironment {
  readonly machine: Machine;
  readonly cwd: string;
  /** The connection string of an empty PostgreSQL database. */
  readonly databaseUrl: string | undefined;
}

/** Runs a program to its end. */
export async function runToEnd(
  { blocks, javaScriptFile, isTestFile }: Program,
  { machine, cwd, databaseUrl }: ProgramEnvironment,
): Promise<ProgramRun> {
  const env = { ...machine.environment, DATABASE_URL: databaseUrl };
  const args = isTestFile ? withVitest(javaScriptFile) : [javaScriptFile];
  const { stdout, error } = await resultOf(promisify(execFile)(machine.node, args, { cwd, env }));
  const printed = printedByBlocks(stdout);
  return (block) => {
    const index = blocks.indexOf(block);
    if (error !== undefined && index >= printed.length - 1) throw error;
    return printed[index] ?? '';
  };
}

function withVitest(file: string): readonly string[] {
  return [`${root}node_modules/vitest/vitest.mjs`, 'run', `--root=${dirname(file)}`, basename(file)];
}

interface Result {
  readonly stdout: string;
  readonly error?: unknown;
}

async function resultOf(running: Promise<Result>): Promise<Result> {
  try {
    return await running;
  } catch (error) {
    return { stdout: (error as Result).stdout, error };
  }
}
