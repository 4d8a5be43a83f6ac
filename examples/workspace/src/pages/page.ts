import { formReferrerPolicy } from '@postern/management';
import type { Context, MiddlewareHandler } from 'hono';
import { html } from 'hono/html';

/** A piece of a page. Hono's `html` has escaped everything that was put into it. */
export type Markup = ReturnType<typeof html>;

/** Where people begin. */
export const homePath = '/settings/user/keys';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Keeps other sites, scripts of others and caches away from the workspace's own pages. */
export const pageHeaders: MiddlewareHandler = async function pageHeaders(c, next) {
  await next();
  setPageHeaders(c);
};

/** The same for a page that is not under a path of pages. */
export function setPageHeaders(c: Context): void {
  c.header('Content-Security-Policy', contentSecurityPolicy);
  c.header('Referrer-Policy', formReferrerPolicy);
  c.header('Cache-Control', 'no-store');
}

export { pageHeaders as scriptedPageHeaders };

interface PageParts {
  /** Adds the script of the settings, which opens forms as dialogs. */
  readonly script?: boolean;
  /** The path of a style sheet, in addition to that of the settings. */
  readonly style?: string;
}

/** Renders a page in the style of the settings. */
export function page(title: string, main: Markup, { script = false, style }: PageParts = {}): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Workspace</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/settings/assets/settings.css">
${style === undefined ? '' : html`<link rel="stylesheet" href="${style}">`}
${script ? html`<script type="module" src="/settings/assets/settings.js"></script>` : ''}
</head>
<body class="alone" data-no-answer="No response. Check whether the change was made before you try again." data-close="Close"><main id="main" tabindex="-1"><h1>${title}</h1>${main}</main></body>
</html>
`;
}
