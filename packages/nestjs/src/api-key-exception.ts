import type { ServerResponse } from 'node:http';
import { type ExecutionContext, HttpException } from '@nestjs/common';
import {
  type HttpRefusal,
  type ProblemResponse,
  problemContentType,
  refusalCacheControl,
  refusalOnlyHeaderNames,
} from '@postern/http';
import { beforeHeaders, writeRefusalHead } from '@postern/http/node';

/**
 * Thrown by the guards for every refusal. Its response is the problem document. An exception filter can send another
 * body; the status and the refusal's own headers cannot be changed. Never show `refusal.reason` to the caller: it would
 * distinguish revoked keys from unknown ones.
 */
export class ApiKeyException extends HttpException {
  readonly refusal: HttpRefusal;

  constructor(refusal: HttpRefusal) {
    super({ ...refusal.problem }, refusal.status);
    this.message = refusal.problem.detail;
    this.refusal = refusal;
  }
}

/** Creates the exception that refuses a request. A protocol other than HTTP sends it in its own way. */
export function refused(
  context: ExecutionContext,
  { res, refusal }: { readonly res: ServerResponse; readonly refusal: HttpRefusal | ProblemResponse },
): HttpException {
  if (context.getType() === 'http') {
    context
      .switchToHttp()
      .getResponse<PlatformResponse>()
      .header('Content-Type', `application/json; ${mark}1`);
    enforceHead(res, refusal);
  }
  if ('reason' in refusal) return new ApiKeyException(refusal);
  return new HttpException({ ...refusal.problem }, refusal.status);
}

/** What the responses of Express and Fastify have in common. */
interface PlatformResponse {
  header(name: string, value: string): unknown;
}

/** In a `Content-Type` that no exception filter has replaced. Nest 11 sends an object only as `application/json`. */
const mark = 'postern=';

/** Sets the status and headers of a refusal right before they are sent, whatever an exception filter has set. */
function enforceHead(res: ServerResponse, refusal: ProblemResponse): void {
  beforeHeaders(res, () => {
    // If a filter fails, the response of the platform is not a refusal, but no cache may store it either.
    const isFailure = res.statusCode >= 500 && res.statusCode !== refusal.status;
    if (String(res.getHeader('Content-Type')).includes(mark))
      res.setHeader('Content-Type', isFailure ? 'application/json' : problemContentType);
    if (!isFailure) return writeRefusalHead(res, refusal);
    for (const name of refusalOnlyHeaderNames) res.removeHeader(name);
    res.setHeader('Cache-Control', refusalCacheControl);
  });
}
