import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installOnce } from '../../../../tools/install.mjs';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = 'packages/system-tests/mcp-clients';

const programs = {
  'conformance 0.1': '@modelcontextprotocol/conformance/dist/index.js',
  'conformance 0.2': 'conformance-next/dist/index.js',
  inspector: '@modelcontextprotocol/inspector/clients/launcher/build/index.js',
  'mcp-remote': 'mcp-remote/dist/proxy.js',
} as const;

/** A program of another publisher that is a client of the Model Context Protocol. */
export type McpClientProgram = keyof typeof programs;

/** The suite and the Inspector need Node 22. */
const node24 = `${root}tools/runtimes/node_modules/node-24/bin/node`;

/** Installs the programs, and a Node that can run them. */
export function installMcpClients(): void {
  installOnce('tools/runtimes');
  installOnce(folder);
}

export function pathOf(program: McpClientProgram): string {
  return `${root}${folder}/node_modules/${programs[program]}`;
}

/** What a program printed, and how it ended. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. It sees nothing of this environment but the path, and a home of its own. */
export function runMcpClient(
  program: McpClientProgram,
  args: readonly string[],
  home: string,
): Promise<Printed> {
  const env = { PATH: process.env.PATH, HOME: home };
  return new Promise((resolve) => {
    const child = execFile(node24, [pathOf(program), ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
    // Some programs read their input to the end first.
    child.stdin?.end();
  });
}
