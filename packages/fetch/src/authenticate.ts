import type { Authenticator, HttpRefusal } from '@postern/http';
import { rawHeadersFrom, withoutHeaders } from '@postern/http/fetch';
import { requests } from './principal-of.js';
import { type OnRefused, refuseRequest } from './responses.js';

/** The request to pass on, or the response to one that is not let through. */
type Outcome<Incoming> =
  | { readonly ok: true; readonly request: Incoming }
  | { readonly ok: false; readonly refusal: HttpRefusal; readonly response: Response };

/** Authenticates a request, and remembers its principal. Rejects if `onRefused` does. */
export async function authenticate<Incoming extends Request>(
  authenticator: Authenticator,
  request: Incoming,
  refuse: OnRefused | undefined,
): Promise<Outcome<Incoming>> {
  const { method, url, headers, signal } = request;
  const rawHeaders = rawHeadersFrom(headers);
  const authentication = await authenticator.authenticate({ method, url, rawHeaders, signal });
  if (authentication.ok) {
    const { principal, headersToRemove } = authentication;
    const passedOn = headersToRemove ? withoutHeaders(request, headersToRemove) : request;
    requests.set(passedOn, { authenticator, principal, refuse });
    return { ok: true, request: passedOn };
  }
  const { refusal } = authentication;
  return { ok: false, refusal, response: await refuseRequest(request, { refusal, refuse }) };
}
