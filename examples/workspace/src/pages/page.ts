import { formReferrerPolicy } from '@postern/management';
import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';

/** A piece of a page. Hono's `html` has escaped everything that was put into it. */
export type Markup = ReturnType<typeof html>;

const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Keeps other sites, scripts and caches away from the workspace's own pages. */
export const pageHeaders: MiddlewareHandler = headersWith(pagePolicy);

/** The same for a page with the script of the settings. */
export const scriptedPageHeaders: MiddlewareHandler = headersWith(
  `${pagePolicy}; script-src 'self'; connect-src 'self'`,
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
