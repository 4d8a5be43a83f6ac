// Builds the site: `npm run docs`.
import { rmSync } from 'node:fs';
import { build } from 'vitepress';
import { checkLinks } from './check-links.mjs';
import { writeLlmsFiles } from './llms.mjs';
import { writeReference } from './reference.mjs';
import { dist, staged } from './site.mjs';
import { stagePages, stageReferenceIndex } from './stage.mjs';

rmSync(staged, { recursive: true, force: true });
stagePages();
await writeReference();
stageReferenceIndex();
await build(import.meta.dirname);
writeLlmsFiles();
checkLinks(dist);
