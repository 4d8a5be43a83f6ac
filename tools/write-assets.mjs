// Writes packages/settings/assets into a module: `npm run assets`. Bundlers follow imports, not file paths, so the pages
// must import what they serve. With `--check`, as a test in packages/settings runs it, it fails if that module is out of
// date.
import { readFileSync, writeFileSync } from 'node:fs';

const settings = new URL('../packages/settings/', import.meta.url);
const target = new URL('src/asset-texts.ts', settings);

/** Reads a file. Template literals normalise CRLF to LF, and so do we. */
function read(file) {
  return readFileSync(new URL(`assets/${file}`, settings), 'utf8').replaceAll('\r\n', '\n');
}

/** Returns a module and all that it imports as one script: each comes after those that it imports itself. */
function joined(folder, file, seen = new Set()) {
  if (seen.has(file)) return '';
  seen.add(file);
  const text = read(`${folder}/${file}`);
  const imported = [...text.matchAll(/^import .*?'\.\/([\w-]+\.js)';$/gms)].map(([, name]) => name);
  const own = text.replaceAll(/^import .*?';\n/gms, '').replaceAll(/^export /gm, '');
  return imported.map((name) => joined(folder, name, seen)).join('') + withoutComments(own);
}

/** Comments that have lines of their own are not sent to browsers. */
function withoutComments(script) {
  return script
    .replaceAll(/^ *\/\*\*.*?\*\/\n/gms, '')
    .replaceAll(/^ *\/\/.*\n/gm, '')
    .replaceAll(/\n\n+/g, '\n');
}

/** Returns a text as a template literal. */
function literal(text) {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``;
}

// In the order of the cascade: a later file overrides an earlier one.
const styles = [
  'tokens',
  'admin',
  'shell',
  'controls',
  'table',
  'list',
  'parts',
  'key',
  'dialog',
  'feedback',
  'issuing',
].map((name) => `${name}.css`);
const written = `// Written by \`npm run assets\` from assets/. Do not edit.

/** The style sheets in \`assets\`, served as one file. */
export const style: string = ${literal(styles.map(read).join('\n'))};

/** \`assets/script\`, served as one file. */
export const script: string = ${literal(joined('script', 'main.js'))};
`;

if (!process.argv.includes('--check')) writeFileSync(target, written);
else if (readFileSync(target, 'utf8').replaceAll('\r\n', '\n') !== written)
  throw new Error('src/asset-texts.ts is out of date: run `npm run assets`');
