import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type McpClientProgram, runMcpClient } from './mcp-clients.js';

/** One check of a scenario, as the official conformance suite reports it. */
interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

/** The checks of each scenario, by its name. */
export type ConformanceReport = ReadonlyMap<string, readonly Check[]>;

/** Which scenarios the suite runs: all that it knows, or those that a revision requires. */
export interface Scenarios {
  readonly suite: McpClientProgram;
  readonly args: readonly string[];
}

/**
 * Runs the official conformance suite against an endpoint.
 *
 * @throws {Error} if it reports nothing.
 */
export async function runConformance({ suite, args }: Scenarios, url: string): Promise<ConformanceReport> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-conformance-'));
  try {
    const { stdout, stderr } = await runMcpClient(
      suite,
      ['server', '--url', url, '--output-dir', folder, ...args],
      folder,
    );
    const report = new Map(readdirSync(folder).flatMap((name) => checksOf(folder, name)));
    if (report.size === 0) throw new Error(`the conformance suite reported nothing:\n${stdout}${stderr}`);
    return report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A scenario's folder is named after it and the time when it ran. */
function checksOf(folder: string, name: string): readonly [string, readonly Check[]][] {
  const [, scenario] = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(name) ?? [];
  if (scenario === undefined) return [];
  return [[scenario, JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8'))]];
}
