import type { Hono } from 'hono';
import type { Asset, Assets } from './assets.js';
import type { PageEnv } from './visit.js';

/** Serves the script and the style. Browsers keep them: another file has another address. */
export function serveAssets(app: Hono<PageEnv>, { script, style }: Assets): void {
  const serve = ({ text, contentType, href }: Asset) =>
    app.get(`/${href.split('?')[0]}`, (c) =>
      c.body(text, 200, {
        'Content-Type': contentType,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
  serve(script);
  serve(style);
}
