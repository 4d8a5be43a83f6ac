import type { html } from 'hono/html';

/** A piece of a page. Hono's `html` has escaped everything that was put into it. */
export type Markup = ReturnType<typeof html>;
