import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, startWorkspace, type WorkspaceProcess } from '../workspace-process.js';
import { startAuthorizingProxy } from './authorizing-proxy.js';
import { type ConformanceReport, runConformance, type Scenarios } from './conformance-run.js';
import { serveFixedTools } from './fixed-tools.js';
import { installMcpClients } from './mcp-clients.js';

interface Run extends Scenarios {
  readonly title: string;
  /** The scenarios that say something about any server, which the workspace must pass. */
  readonly workspace: readonly string[];
  /** Those that need a tool of the suite's own, which the same endpoint must pass with that tool. */
  readonly fixedTools: readonly string[];
}

/** The last release knows no revision after 2025-11-25. Only the next one, which is not finished, does. */
const runs: readonly Run[] = [
  {
    title: 'version 0.1, every scenario',
    suite: 'conformance 0.1',
    args: ['--suite', 'all'],
    workspace: ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'],
    fixedTools: ['tools-call-simple-text', 'tools-call-error', 'json-schema-2020-12'],
  },
  {
    title: 'version 0.2, what revision 2025-11-25 requires',
    suite: 'conformance 0.2',
    args: ['--requirements', '2025-11-25'],
    workspace: [
      'server-initialize',
      'server-session-lifecycle',
      'ping',
      'tools-list',
      'dns-rebinding-protection',
    ],
    fixedTools: ['tools-call-simple-text', 'tools-call-error', 'json-schema-2020-12'],
  },
  {
    title: 'version 0.2, what revision 2026-07-28 requires',
    suite: 'conformance 0.2',
    args: ['--requirements', '2026-07-28'],
    workspace: [
      'server-stateless',
      'tools-list',
      'server-sse-multiple-streams',
      'dns-rebinding-protection',
      'caching',
      'http-header-validation',
      'input-required-result-unsupported-methods',
    ],
    fixedTools: [
      'tools-call-simple-text',
      'tools-call-error',
      'json-schema-2020-12',
      'input-required-result-request-state',
      'input-required-result-tampered-state',
      'input-required-result-missing-input-response',
      'input-required-result-result-type',
      'input-required-result-validate-input',
    ],
  },
];

/** Why a scenario says nothing about the workspace. */
const doesNotApply: Readonly<Record<string, readonly RegExp[]>> = {
  'a tool of the suite; the same endpoint passes it with that tool': [
    /^tools-call-(simple-text|error)$/,
    /^json-schema-2020-12$/,
    /^input-required-result-(request-state|tampered-state|missing-input-response|result-type|validate-input)$/,
  ],
  'tools return text and data, not images, sounds or resources': [
    /^tools-call-(image|audio|embedded-resource|mixed-content)$/,
  ],
  'tools report no progress and write no log to the client': [
    /^tools-call-with-(logging|progress)$/,
    /^logging-set-level$/,
  ],
  'tools ask no model and read no roots': [
    /^tools-call-sampling$/,
    /^input-required-result-(basic-sampling|basic-list-roots|multiple-input-requests|capability-check)$/,
  ],
  'the only question is whether to go on, asked once, under a name of its own': [
    /^elicitation-sep\d+-\w+$/,
    /^input-required-result-(basic-elicitation|multi-round|ignore-extra-params)$/,
  ],
  'over HTTP, clients of revision 2025-11-25 get a link instead of a question': [/^tools-call-elicitation$/],
  'there are no sessions or streams to resume': [/^server-sse-(polling|multiple-streams)$/],
  'there are no resources': [/^resources-/, /^sep-2164-resource-not-found$/],
  'there are no prompts': [/^prompts-/, /^input-required-result-non-tool-request$/],
  'there is nothing to complete': [/^completion-complete$/],
  'no tool repeats an argument in a header': [/^http-custom-header-server-validation$/],
  'an extension that the server does not declare': [/^tasks-/],
};

/** Checks of scenarios that apply, which need what the workspace doesn't have. */
const doNotApply: readonly string[] = [
  // They call tools of the suite that ask a model, or write a log.
  'sep-2575-server-rejects-undeclared-capability',
  'sep-2575-missing-capability-http-400',
  'sep-2575-http-server-no-independent-requests-on-stream',
  'sep-2575-server-no-log-without-loglevel',
  // This server has no prompts and no resources to list.
  'sep-2549-prompts-list-caching-hints',
  'sep-2549-resources-list-caching-hints',
  'sep-2549-resources-templates-list-caching-hints',
];

/** Returns what is wrong with scenarios that must pass. A warning is wrong too. */
function problemsIn(report: ConformanceReport, scenarios: readonly string[]): readonly string[] {
  return scenarios.flatMap((scenario) => {
    const checks = report.get(scenario);
    if (checks === undefined) return [`${scenario} did not run`];
    return checks
      .filter(({ id, status }) => /FAILURE|WARNING/.test(status) && !doNotApply.includes(id))
      .map(({ id, errorMessage }) => `${scenario}: ${id}: ${errorMessage}`);
  });
}

const password = 'correct horse battery staple';
let directory: string;
let workspace: WorkspaceProcess;

beforeAll(async () => {
  installMcpClients();
  directory = mkdtempSync(join(tmpdir(), 'postern-mcp-'));
  workspace = await startWorkspace({
    DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
    WORKSPACE_PASSWORD: password,
  });
}, 300_000);
afterAll(async () => {
  await workspace.stop();
  rmSync(directory, { recursive: true });
});

describe.each(runs)('the official conformance suite, $title', (run) => {
  it('passes in all that applies to the workspace, with a key', async () => {
    const ada = await signIn(workspace.url, 'ada@example.com', password);
    const { token } = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
    // The suite can't send a key.
    const report = await runConformance(run, `${await startAuthorizingProxy(workspace.url, token)}/mcp`);
    expect(problemsIn(report, run.workspace)).toEqual([]);

    const others = [...report.keys()].filter((name) => !run.workspace.includes(name));
    const reasons = Object.values(doesNotApply).flat();
    expect(others.filter((name) => !reasons.some((pattern) => pattern.test(name)))).toEqual([]);

    // What doesn't apply is still answered as the protocol says.
    const invalid = [...report.values()]
      .flat()
      .filter(({ id, status }) => id === 'wire-schema-valid' && status !== 'SUCCESS');
    expect(invalid).toEqual([]);
  });

  it('passes with the tools that it knows', async () => {
    const report = await runConformance(run, await serveFixedTools());
    expect(problemsIn(report, [...run.workspace, ...run.fixedTools])).toEqual([]);
  });
});

it('the suite is refused without a key', async () => {
  const ping: Scenarios = { suite: 'conformance 0.2', args: ['--scenario', 'ping'] };
  const report = await runConformance(ping, `${workspace.url}/mcp`);
  expect(problemsIn(report, ['ping'])).toEqual([expect.stringContaining('Send an API key')]);
});
