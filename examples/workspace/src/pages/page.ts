import { formReferrerPolicy } from '@postern/management';
import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';

/** A piece of a page: `html` of Hono has escaped all that was put into it. */
export type Markup = ReturnType<typeof html>;

const nothingElse =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Keeps other sites, scripts and caches away from the workspace's own pages. */
export const pageHeaders: MiddlewareHandler = headersWith(nothingElse);

/** The same for a page that has the script of the settings. */
export const scriptedPageHeaders: MiddlewareHandler = headersWith(
  `${nothingElse}; script-src 'self'; connect-src 'self'`,
);

function headersWith(contentSecurityPolicy: string): MiddlewareHandler {
  return async function setPageHeaders(c, next) {
    await next();
    c.res.headers.set('Content-Security-Policy', contentSecurityPolicy);
    c.res.headers.set('Referrer-Policy', formReferrerPolicy);
    c.res.headers.set('Cache-Control', 'no-store');
  };
}

interface PageParts {
  /** With the script of the settings: forms open as dialogs. */
  readonly script?: boolean;
  /** Where its own style is, beside that of the settings. */
  readonly style?: string;
}

/** Makes a page, in the style of the settings. */
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
<body data-no-answer="No answer came. Check whether the change was made before you try again." data-close="Close"><main id="main" tabindex="-1"><h1>${title}</h1>${main}</main></body>
</html>
`;
}
