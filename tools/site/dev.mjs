// Serves the site while its pages are written, and follows what changes: `npm run docs:dev`. The API reference is as
// `npm run docs` last wrote it.
import { watch } from 'node:fs';
import { dirname } from 'node:path';
import { createServer } from 'vitepress';
import { sitePages } from './pages.mjs';
import { root } from './site.mjs';
import { stagePages, stageReferenceIndex } from './stage.mjs';

stagePages();
stageReferenceIndex();
const server = await createServer(import.meta.dirname);
await server.listen();
server.printUrls();

// Editors save a file by replacing it, which only its folder notices.
for (const folder of new Set(sitePages().map(({ source }) => dirname(source))))
  watch(root + folder, (_event, name) => {
    if (name?.endsWith('.md')) follow();
  });

function follow() {
  try {
    stagePages();
  } catch (error) {
    console.error(String(error));
  }
}
