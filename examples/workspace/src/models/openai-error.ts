const codes: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  403: 'insufficient_permissions',
};

/** Makes the body of an error as OpenAI's API has it. */
export function openaiError(status: number, message: string): object {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param: null, code: codes[status] ?? null } };
}
