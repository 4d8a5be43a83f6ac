import type { Session } from './client.js';

/** A page as a browser gets it, before it follows a redirect. */
export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What people read, without markup, and with one space between words. */
  readonly text: string;
  /** The title of the page. */
  readonly title: string;
  /** Where a redirect leads. `null`: it is none. */
  readonly location: string | null;
}

interface VisitOptions {
  /** The languages that the browser prefers. Default: English. */
  readonly language?: string;
  /** Who is signed in. Default: no one. */
  readonly session?: Pick<Session, 'cookie'> | undefined;
  /** The fields of a form that is sent. Default: none is. */
  readonly form?: Readonly<Record<string, string>> | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** Sends what a browser sends if someone opens a page or sends a form. */
export async function visit(url: string, options: VisitOptions = {}): Promise<Visit> {
  const {
    language = 'en',
    session,
    form,
    headers = {},
    method = form === undefined ? 'GET' : 'POST',
  } = options;
  const { origin } = new URL(url);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
      'Accept-Language': language,
      'Sec-Fetch-Site': 'same-origin',
      ...(method === 'POST' && { Origin: origin }),
      ...(session !== undefined && { Cookie: session.cookie }),
      ...headers,
    },
    ...(form !== undefined && { body: new URLSearchParams(form) }),
  });
  const html = await response.text();
  const [, title = ''] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
  return {
    status: response.status,
    headers: response.headers,
    html,
    text: textOf(html),
    title: unescaped(title),
    location: response.headers.get('Location'),
  };
}

function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return unescaped(body.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

/** Turns the entities that Hono's `html` writes back into characters. */
export function unescaped(html: string): string {
  const characters: Record<string, string> = { quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' };
  return html.replaceAll(/&(quot|#39|lt|gt|amp);/g, (_, name: string) => characters[name] ?? '');
}
