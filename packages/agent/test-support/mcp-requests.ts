export const endpointUrl = 'http://localhost:8080/mcp';

/** What every request of revision 2026-07-28 carries, from a client that can ask its person. */
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

/** A message to an endpoint. A text is sent as it is. */
export function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(endpointUrl, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A request of revision 2026-07-28. */
export function modern(
  method: string,
  params: object = {},
  headers: Readonly<Record<string, string>> = {},
): Request {
  const { name } = params as { readonly name?: string };
  return post(
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } },
    {
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': method,
      ...(name === undefined ? {} : { 'Mcp-Name': name }),
      ...headers,
    },
  );
}
