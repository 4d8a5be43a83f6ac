import type { ServerResponse } from 'node:http';
import { defaultCacheControl, mergeVary } from '@postern/http';
import { beforeHeaders } from './before-headers.js';

/** What `res.sendFile` and `express.static` set by themselves, where the handler said nothing. */
const sendFileDefault = 'public, max-age=0';

/**
 * Keeps a response from being served to another caller. It waits until the headers are written: until then,
 * `res.set('Vary', …)` wipes what is there.
 */
export function protectResponse(res: ServerResponse): void {
  beforeHeaders(res, () => {
    addVary(res);
    const cacheControl = res.getHeader('Cache-Control');
    if (cacheControl === undefined || cacheControl === sendFileDefault)
      res.setHeader('Cache-Control', defaultCacheControl);
  });
}

/** Adds to `Vary` what every response behind the middleware depends on. */
export function addVary(res: ServerResponse): void {
  const present = res.getHeader('Vary');
  res.setHeader('Vary', mergeVary(Array.isArray(present) ? present.join(', ') : present?.toString()));
}
