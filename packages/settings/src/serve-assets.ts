import type { Hono } from 'hono';
import type { Asset, Assets } from './assets.js';
import type { PageEnv } from './visit.js';

/**
 * Serves the script and the style. Browsers keep them, since another file has another address; a page of the host that names
 * them without their query gets what there is, each time.
 */
export function serveAssets(app: Hono<PageEnv>, { script, style }: Assets): void {
  const serve = ({ text, contentType, href }: Asset) => {
    const [path, query] = href.split('?');
    app.get(`/${path}`, (c) =>
      c.body(text, 200, {
        'Content-Type': contentType,
        'Cache-Control': c.req.url.endsWith(`?${query}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  };
  serve(script);
  serve(style);
}
