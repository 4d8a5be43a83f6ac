import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const aliases = original.resolve?.alias;

/** Runs the tests of the package on Nest 11 instead of 12: `npm run test:nest-11`. */
export default defineConfig({
  ...(original.oxc !== undefined && { oxc: original.oxc }),
  resolve: {
    alias: [
      { find: /^@nestjs\/(.+)$/, replacement: path('node_modules/@nestjs/$1') },
      ...(Array.isArray(aliases) ? aliases : []),
    ],
  },
  test: {
    root: path('..'),
    include: ['src/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
