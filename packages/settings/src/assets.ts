import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that the pages ask for. */
export interface Asset {
  readonly text: string;
  readonly contentType: string;
  /** Its path below the pages, with a query that is another one when the file is. */
  readonly href: string;
}

/** The script and the style of the pages. */
export interface Assets {
  readonly script: Asset;
  readonly style: Asset;
}

/** Colours, fonts and measures by the names of the custom properties in `assets/settings.css`. */
export type Theme = Readonly<Record<`--postern-${string}`, string>>;

/** Reads the files, and puts a theme behind the style. */
export function readAssets(theme: Theme): Assets {
  const style = read('settings.css') + themeRule(theme);
  return {
    script: asset('settings.js', read('settings.js'), 'text/javascript; charset=utf-8'),
    style: asset('settings.css', style, 'text/css; charset=utf-8'),
  };
}

function read(name: string): string {
  return readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
}

function asset(name: string, text: string, contentType: string): Asset {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { text, contentType, href: `assets/${name}?${hash}` };
}

function themeRule(theme: Theme): string {
  const lines = Object.entries(theme).map(([name, value]) => `  ${name}: ${value};\n`);
  return lines.length === 0 ? '' : `\n:root:root {\n${lines.join('')}}\n`;
}
