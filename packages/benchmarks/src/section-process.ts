// Runs one section, and sends its result to the process that started it.
import type { RunOptions } from './section.js';
import { loadSection } from './sections.js';

const [name = '', given = '{}'] = process.argv.slice(2);
const section = await loadSection(name);
const result = await section.run({
  ...(JSON.parse(given) as Omit<RunOptions, 'log'>),
  log: (line) => process.stdout.write(`  ${line}\n`),
});
// Exits explicitly, because something that a section didn't close could keep the process alive.
process.send?.(result, () => process.exit(0));
