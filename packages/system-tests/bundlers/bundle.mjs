// Bundles a program into one file: `node bundle.mjs esbuild|rollup|webpack PROGRAM BUNDLE [EXTERNAL …]`. The extension of
// BUNDLE, `.mjs` or `.cjs`, decides whether it is an ES module or CommonJS.
import { basename, dirname } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import webpack from 'webpack';

const [bundler, program, bundle, ...external] = process.argv.slice(2);
const isModule = bundle.endsWith('.mjs');

const bundlers = {
  esbuild: () =>
    build({
      entryPoints: [program],
      outfile: bundle,
      bundle: true,
      minify: true,
      platform: 'node',
      format: isModule ? 'esm' : 'cjs',
      // Dependencies in CommonJS call `require` for Node's own modules.
      ...(isModule && {
        banner: {
          js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);",
        },
      }),
      external,
      logLevel: 'error',
    }),

  async rollup() {
    const bundled = await rollup({
      input: program,
      plugins: [nodeResolve({ preferBuiltins: true }), commonjs()],
      external: [/^node:/, ...external],
      onLog: (level, { code, message }) => {
        // Kysely has circular dependencies.
        if (level === 'warn' && code !== 'CIRCULAR_DEPENDENCY') process.stderr.write(`${message}\n`);
      },
    });
    await bundled.write({ file: bundle, format: isModule ? 'es' : 'cjs', inlineDynamicImports: true });
  },

  webpack: () =>
    new Promise((resolve, reject) => {
      const output = { path: dirname(bundle), filename: basename(bundle) };
      const options = {
        mode: 'production',
        optimization: { minimize: false },
        target: 'node',
        externals: external,
      };
      webpack({ ...options, externalsType: 'commonjs', entry: program, output }, (error, stats) => {
        if (error !== null) reject(error);
        else if (stats.hasErrors()) reject(new Error(stats.toString('errors-only')));
        else resolve();
      });
    }),
};

await bundlers[bundler]();
