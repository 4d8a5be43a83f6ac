import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

/** Follows the Dockerfile and the Compose file of the workspace, without a container engine: `npm run test:containers`. */
export default defineConfig({
  ...(original.resolve && { resolve: original.resolve }),
  test: { root: new URL('.', import.meta.url).pathname, include: ['*.test.ts'] },
});
