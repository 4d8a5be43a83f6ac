import type { HttpRefusal, Refused } from '@postern/http';
import { refusalResponse } from '@postern/http/fetch';

/**
 * Creates the body of a refusal. You choose the `Content-Type`; the status and the refusal's own headers cannot be
 * changed. Never show `refusal.reason` to the caller: it would distinguish revoked keys from unknown ones.
 */
export type OnRefused = (request: Request, refusal: HttpRefusal) => Response | Promise<Response>;

/** Creates the response to a refused request. Rejects if `onRefused` does. */
export async function refuseRequest(
  request: Request,
  { refusal, refuse }: Refused<OnRefused>,
): Promise<Response> {
  return refuse === undefined
    ? refusalResponse(refusal)
    : refusalResponse(refusal, await refuse(request, refusal));
}
