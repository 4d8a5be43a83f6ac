// Runs one section, and sends its result to the process that started it.
import type { RunOptions } from './section.js';
import { loadSection } from './sections.js';

const [name = '', given = '{}'] = process.argv.slice(2);
const section = await loadSection(name);
const result = await section.run({
  ...(JSON.parse(given) as Omit<RunOptions, 'log'>),
  log: (line) => process.stdout.write(`  ${line}\n`),
});
// What a section forgot to close must not keep the run waiting.
process.send?.(result, () => process.exit(0));
