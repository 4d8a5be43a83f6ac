import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { chatPath } from './paths.js';

/** A file of the chat, and the path at which it is served. */
interface ChatAsset {
  readonly text: string;
  readonly contentType: string;
  /** Its query changes with the file. */
  readonly href: string;
}

/** The style and the script of the chat, in addition to those of the settings. */
export const chatAssets = {
  style: asset('chat.css', 'text/css; charset=utf-8'),
  script: asset('chat.js', 'text/javascript; charset=utf-8'),
} as const;

/** The same folder from the sources and from what they are compiled to. */
function asset(name: string, contentType: string): ChatAsset {
  const text = readFileSync(new URL(`../../../assets/${name}`, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { text, contentType, href: `${chatPath}/assets/${name}?${hash}` };
}

/** Serves them. Browsers keep them, because the address changes with the file. */
export function addChatAssets(pages: Hono): void {
  for (const { text, contentType, href } of Object.values(chatAssets)) {
    const [path = '', query] = href.split('?');
    pages.get(path, (c) =>
      c.body(text, 200, {
        'Content-Type': contentType,
        'Cache-Control': c.req.url.endsWith(`?${query}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  }
}
