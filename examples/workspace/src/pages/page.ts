import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';

/** A piece of a page: `html` of Hono has escaped all that was put into it. */
export type Markup = ReturnType<typeof html>;

/** Keeps other sites, scripts and caches away from the workspace's own pages. */
export const pageHeaders: MiddlewareHandler = async function pageHeaders(c, next) {
  await next();
  c.res.headers.set('Content-Security-Policy', contentSecurityPolicy);
  // Not `no-referrer`: a form would come with `Origin: null`.
  c.res.headers.set('Referrer-Policy', 'same-origin');
  c.res.headers.set('Cache-Control', 'no-store');
};

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Makes a page, in the style of the settings. */
export function page(title: string, main: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Workspace</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/settings/assets/settings.css">
</head>
<body><main><h1>${title}</h1>${main}</main></body>
</html>
`;
}
