import { createHash } from 'node:crypto';
import { script, style } from './asset-texts.js';

/** A file that the pages load. */
export interface Asset {
  readonly text: string;
  readonly contentType: string;
  /** Its path below the pages, with a query that changes with the file. */
  readonly href: string;
}

/** The script and the style of the pages. */
export interface Assets {
  readonly script: Asset;
  readonly style: Asset;
}

/** Colours, fonts and sizes, by the names of the custom properties in `assets/tokens.css`. */
export type Theme = Readonly<Record<`--postern-${string}`, string>>;

/** Returns the assets, with a theme added to the style. */
export function assetsWith(theme: Theme): Assets {
  return {
    script: asset('settings.js', script, 'text/javascript; charset=utf-8'),
    style: asset('settings.css', style + themeRule(theme), 'text/css; charset=utf-8'),
  };
}

function asset(name: string, text: string, contentType: string): Asset {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { text, contentType, href: `assets/${name}?${hash}` };
}

function themeRule(theme: Theme): string {
  const lines = Object.entries(theme).map(([name, value]) => `  ${name}: ${value};\n`);
  return lines.length === 0 ? '' : `\n:root:root {\n${lines.join('')}}\n`;
}
