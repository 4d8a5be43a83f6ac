import type { ServerResponse } from 'node:http';

type HeaderPair = readonly [name: string, value: number | string | readonly string[]];
/** The headers that `writeHead` accepts: an object, a flat list of names and values, or a list of pairs. */
type GivenHeaders = object | readonly unknown[];

/**
 * Calls a listener once, right before the headers of a response are written. The listener sees all headers with
 * `getHeader`, including those passed to `writeHead` in any form that Node accepts, and can still change them.
 */
export function beforeHeaders(res: ServerResponse, listener: () => void): void {
  const { writeHead } = res;
  let isCalled = false;

  function writeHeadAfterListener(
    this: ServerResponse,
    statusCode: number,
    ...given: readonly [unknown?, unknown?]
  ): ServerResponse {
    if (isCalled || this.headersSent) return Reflect.apply(writeHead, this, [statusCode, ...given]);
    isCalled = true;
    const [reason, headers] = typeof given[0] === 'string' ? given : [undefined, given[1] ?? given[0]];
    this.statusCode = statusCode;
    if (typeof headers === 'object' && headers !== null) setAll(this, headers);
    listener();
    // The listener may have changed the status.
    return Reflect.apply(
      writeHead,
      this,
      reason === undefined ? [this.statusCode] : [this.statusCode, reason],
    );
  }
  res.writeHead = writeHeadAfterListener as ServerResponse['writeHead'];
}

/** Sets headers as `writeHead` does: they replace headers with the same name, and a list may repeat a name. */
function setAll(res: ServerResponse, headers: GivenHeaders): void {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) if (name !== '') res.setHeader(name, value);
    return;
  }
  const pairs = pairsIn(headers);
  for (const [name] of pairs) res.removeHeader(name);
  for (const [name, value] of pairs)
    res.appendHeader(name, typeof value === 'number' ? String(value) : value);
}

/** A missing value becomes `undefined`, which Node refuses. */
function pairsIn(list: readonly unknown[]): readonly HeaderPair[] {
  if (list.every(isPair)) return list;
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as HeaderPair] : []));
}

function isPair(entry: unknown): entry is HeaderPair {
  return Array.isArray(entry) && entry.length === 2;
}
