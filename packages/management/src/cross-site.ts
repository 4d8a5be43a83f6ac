import { PosternError } from '@postern/core';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Checks whether a request may be a change that another site's page requests with the person's cookie. Browsers say
 * where a request comes from. A request that does not say is accepted only without a cookie, because then it uses no
 * one's session.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header and RFC 6454 §7
 */
export function isCrossSite({ method, headers, url }: Request, trustedOrigins: ReadonlySet<string>): boolean {
  if (safeMethods.has(method)) return false;
  const origin = headers.get('Origin');
  if (origin !== null && trustedOrigins.has(origin)) return false;
  const site = headers.get('Sec-Fetch-Site');
  // M05 api
  if (site !== null) return site !== 'same-origin';
  if (origin !== null) return !isOriginOf(origin, new URL(url).host);
  return headers.has('Cookie');
}

/**
 * The `Referrer-Policy` of pages whose forms `isCrossSite` must let through. With `no-referrer`, a form is sent with
 * `Origin: null`. Over plain HTTP on any name but localhost, browsers send no `Sec-Fetch-Site` either, so the form
 * could not be distinguished from another site's. With this policy, other origins still receive no `Referer`.
 *
 * @see https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export const formReferrerPolicy = 'same-origin';

/** The scheme is ignored: behind a proxy that terminates TLS, it differs here. */
function isOriginOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Reads the other origins whose pages may send changes.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if one is not an origin.
 */
export function readTrustedOrigins(origins: readonly string[] = []): ReadonlySet<string> {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new PosternError(
        'ERR_INVALID_CONFIG',
        'every trusted origin must be a scheme and a host, such as "https://settings.example.com", without a path',
      );
  return new Set(origins);
}
