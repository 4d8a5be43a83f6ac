/** Header lines as they came: name, value, name, value, … Node has them as `request.rawHeaders`. */
export type RawHeaders = readonly string[];

/** The headers that may carry a credential. */
export type CredentialHeader = 'authorization' | 'x-api-key';

type ReadHeader = CredentialHeader | 'origin' | 'access-control-request-method';

// Without the flag `u`, `i` folds ASCII alone: a look-alike such as the Kelvin sign is no `k`.
const names: Readonly<Record<ReadHeader, RegExp>> = {
  authorization: /^authorization$/i,
  'x-api-key': /^x-api-key$/i,
  origin: /^origin$/i,
  'access-control-request-method': /^access-control-request-method$/i,
};

/** Gives the value of each line of a header, in their order, without the optional white space around it. */
export function lineValues(rawHeaders: RawHeaders, header: ReadHeader): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name === header || (name.length === header.length && names[header].test(name))) {
      values.push(trimOptionalWhiteSpace(rawHeaders[index + 1] ?? ''));
    }
  }
  return values;
}

/**
 * Cuts off spaces and tabs, and nothing else: `trim()` also eats characters that HTTP does not know as white space.
 *
 * @see RFC 9110 §5.6.3, `OWS`
 */
function trimOptionalWhiteSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isOptionalWhiteSpace(value, start)) start += 1;
  while (end > start && isOptionalWhiteSpace(value, end - 1)) end -= 1;
  return value.slice(start, end);
}

function isOptionalWhiteSpace(value: string, index: number): boolean {
  const character = value[index];
  // H09
  return character === ' ' || character === '\t';
}
