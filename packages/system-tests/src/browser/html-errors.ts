import { createRequire } from 'node:module';
import { installOnce } from '../../../../tools/install.mjs';

/** What is used of html-validate. */
interface HtmlValidate {
  validateString(source: string): Promise<{
    readonly results: readonly {
      readonly messages: readonly {
        readonly ruleId: string;
        readonly message: string;
        readonly line: number;
        readonly column: number;
      }[];
    }[];
  }>;
}

const folder = 'tools/html';

/** Returns what finds everything in the source of a page that the HTML standard forbids. */
export async function htmlChecker(): Promise<(source: string) => Promise<readonly string[]>> {
  installOnce(folder);
  const require = createRequire(new URL(`../../../../${folder}/package.json`, import.meta.url));
  const { HtmlValidate } = require('html-validate') as {
    readonly HtmlValidate: new (config: { readonly extends: readonly string[] }) => HtmlValidate;
  };
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  return async (source) => {
    const { results } = await validator.validateString(source);
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
    );
  };
}
