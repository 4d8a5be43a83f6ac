import { existsSync, readFileSync } from 'node:fs';
import { root } from './pages.js';

/** Says whether a block is made of npm's commands alone. CI runs those itself: here they only must exist. */
export function isOfNpmAlone(code: string): boolean {
  return commandsOf(code).every((command) => /^(npm|npx) /.test(command));
}

/** The commands of a block that could not run: a script, a tool or a package that is not there. */
export function missingNpmCommands(code: string): readonly string[] {
  return commandsOf(code).filter((command) => {
    const [tool, verb = '', ...names] = command.split(/\s+/);
    if (tool === 'npx') return !existsSync(`${root}node_modules/.bin/${verb}`);
    if (verb === 'ci') return false;
    if (verb === 'install') return names.some((name) => !existsSync(`${root}node_modules/${name}`));
    return scripts()[(verb === 'run' ? names[0] : verb) ?? ''] === undefined;
  });
}

function commandsOf(code: string): readonly string[] {
  const lines = code.split(/\n|&&/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function scripts(): Readonly<Record<string, string>> {
  return (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> })
    .scripts;
}
