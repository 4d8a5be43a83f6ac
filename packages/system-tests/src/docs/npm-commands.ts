import { existsSync, readFileSync } from 'node:fs';
import { root } from './pages.js';

/** Checks whether a block consists only of npm commands. CI runs those itself: here they only have to exist. */
export function hasOnlyNpmCommands(code: string): boolean {
  return commandsOf(code).every((command) => /^(npm|npx) /.test(command));
}

/** Returns the commands of a block that cannot run because a script, a tool or a package is missing. */
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
