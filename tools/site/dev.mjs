// Serves the site while its pages are written, and follows what changes: `npm run docs:dev`. The API reference is as
// `npm run docs` last wrote it.
import { watch } from 'node:fs';
import { createServer } from 'vitepress';
import { sitePages } from './pages.mjs';
import { root } from './site.mjs';
import { stagePages, stageReferenceIndex } from './stage.mjs';

stagePages();
stageReferenceIndex();
const server = await createServer(import.meta.dirname);
await server.listen();
server.printUrls();

for (const source of sitePages().map((page) => page.source))
  watch(root + source, () => {
    try {
      stagePages();
    } catch (error) {
      console.error(String(error));
    }
  });
