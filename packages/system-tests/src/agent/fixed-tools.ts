import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyTool } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { nodeListener } from '@postern/management';
import { onTestFinished } from 'vitest';

const annotations = {
  title: 'A tool of the conformance suite',
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

const noInput = { type: 'object', properties: {} } as const;

function fixedTool(
  name: string,
  run: KeyTool['run'],
  inputSchema: KeyTool['inputSchema'] = noInput,
): KeyTool {
  return { name, description: 'What the suite expects.', inputSchema, annotations, run };
}

/** Asks the person, and says whether they have answered. */
const asking: KeyTool['run'] = async (_input, { confirm }) => {
  const question = { question: 'Please confirm', keyId: 'k1', keyVersion: '1' };
  const answer = (await confirm?.(question)) ?? 'no one to ask';
  return { text: answer === 'later' ? 'asked' : 'state-ok', data: {}, isError: false };
};

/** Keywords of JSON Schema 2020-12 that a server must not lose when it lists its tools. */
const schemaWithKeywords = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as const;

const tools: readonly KeyTool[] = [
  fixedTool('test_simple_text', async () => ({
    text: 'This is a simple text response for testing.',
    data: {},
    isError: false,
  })),
  fixedTool('test_error_handling', async () => ({
    text: 'This tool intentionally returns an error for testing',
    data: {},
    isError: true,
  })),
  fixedTool('json_schema_2020_12_tool', asking, schemaWithKeywords),
  fixedTool('test_input_required_result_elicitation', asking),
  fixedTool('test_input_required_result_request_state', asking),
  fixedTool('test_input_required_result_tampered_state', asking),
];

/** Serves the tools of which the conformance suite knows the results, as the workspace serves its own. */
export async function serveFixedTools(): Promise<string> {
  const mcp = mcpHandler(tools);
  const server = createServer(nodeListener((request) => mcp.fetch(request, { kind: 'user', id: 'ada' })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}
