import { PosternError } from '@postern/core';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Says whether a request may be a change that another site's page asks for with the person's cookie. Browsers say where
 * a request comes from. One that says nothing is let through only without a cookie, since then nobody's session rides
 * on it.
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

/** The scheme is left out: behind a proxy that ends TLS it is another one here. */
function isOriginOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Reads the origins whose pages may send changes beside the handler's own.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where one is none.
 */
export function readTrustedOrigins(origins: readonly string[] = []): ReadonlySet<string> {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new PosternError(
        'ERR_INVALID_CONFIG',
        'a trusted origin is a scheme and a host, such as "https://settings.example.com"',
      );
  return new Set(origins);
}
