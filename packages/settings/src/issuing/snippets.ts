/** How to use a new key, for three tools. Only `env` contains the token. */
export interface Snippets {
  readonly curl: string;
  readonly env: string;
  readonly typescript: string;
}

/** Returns what people paste into a terminal, an `.env` file and a program. */
export function snippetsFor(exampleUrl: string, token: string): Snippets {
  return {
    curl: `curl ${inShell(exampleUrl)} \\\n  -H "Authorization: Bearer $API_KEY"`,
    env: `API_KEY=${token}`,
    typescript: `const response = await fetch(${inTypeScript(exampleUrl)}, {
  headers: { Authorization: \`Bearer \${process.env.API_KEY}\` },
});`,
  };
}

/** Quotes a URL only if it has characters that a shell would read. */
function inShell(url: string): string {
  return /^[\w:/.,@%+~-]+$/.test(url) ? url : `'${url.replaceAll("'", "'\\''")}'`;
}

function inTypeScript(url: string): string {
  return `'${url.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
