/**
 * Checks whether a value is an absolute https URL. Plain HTTP is only accepted on the machine itself, for tests and
 * proxies.
 *
 * @example
 * isSecureUrl('http://localhost:8080/mcp'); // true
 */
export function isSecureUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}
