import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the site is published. Its path is the base of all links. */
export const siteUrl = 'https://postern.github.io/postern/';

/** Where the sources are. */
export const repositoryUrl = 'https://github.com/postern/postern';

/** What the pages are built from: written by `stage.mjs`, read by VitePress. */
export const staged = fileURLToPath(new URL('.pages/', import.meta.url));

/** The finished site. */
export const dist = fileURLToPath(new URL('dist/', import.meta.url));
