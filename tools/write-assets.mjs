// Writes packages/settings/assets into a module: `npm run assets`. Bundlers follow imports, not file paths, so the pages
// must import what they serve. A test in packages/settings fails if the module is out of date.
import { readFileSync, writeFileSync } from 'node:fs';

const settings = new URL('../packages/settings/', import.meta.url);

/** Returns files, one after the other, as a template literal. Template literals normalise CRLF to LF, and so do we. */
function literal(...files) {
  const texts = files.map((file) => readFileSync(new URL(`assets/${file}`, settings), 'utf8'));
  const text = texts.join('\n').replaceAll('\r\n', '\n');
  return `\`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``;
}

writeFileSync(
  new URL('src/asset-texts.ts', settings),
  `// Written by \`npm run assets\` from assets/. Do not edit.

/** \`assets/layout.css\` and \`assets/components.css\`, served as one file. */
export const style: string = ${literal('layout.css', 'components.css')};

/** \`assets/settings.js\` */
export const script: string = ${literal('settings.js')};
`,
);
