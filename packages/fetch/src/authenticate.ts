import type { Authenticator, HttpRefusal } from '@postern/http';
import { rawHeadersFrom } from '@postern/http/fetch';
import { requests } from './principal-of.js';
import { type OnRefused, refuseRequest } from './responses.js';

/** Whether a request is let through. If not, the response to it. */
type Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: HttpRefusal; readonly response: Response };

/** Authenticates a request, and remembers its principal. Rejects if `onRefused` does. */
export async function authenticate(
  authenticator: Authenticator,
  request: Request,
  refuse: OnRefused | undefined,
): Promise<Outcome> {
  const { method, url, headers, signal } = request;
  const rawHeaders = rawHeadersFrom(headers);
  const authentication = await authenticator.authenticate({ method, url, rawHeaders, signal });
  if (authentication.ok) {
    requests.set(request, { authenticator, principal: authentication.principal, refuse });
    return { ok: true };
  }
  const { refusal } = authentication;
  return { ok: false, refusal, response: await refuseRequest(request, { refusal, refuse }) };
}
