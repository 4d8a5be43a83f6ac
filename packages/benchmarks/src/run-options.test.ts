import { expect, it } from 'vitest';
import { readCommand } from './run-options.js';
import { sectionNames } from './sections.js';

it('runs every section by default, in five rounds', () => {
  const { names, options } = readCommand([]);
  expect(names).toEqual(sectionNames);
  expect(options).toEqual({ pace: 'full', rounds: 5, scale10m: false });
});

it('runs the named sections, with the given number of rounds', () => {
  const { names, options } = readCommand(['--only', 'warm,postgres', '--rounds', '9', '--scale-10m']);
  expect(names).toEqual(['warm', 'postgres']);
  expect(options).toEqual({ pace: 'full', rounds: 9, scale10m: true });
});

it('runs fewer sections with --quick', () => {
  const { names, options } = readCommand(['--quick']);
  expect(names.length).toBeLessThan(sectionNames.length);
  expect(options.pace).toBe('quick');
});

it.each([[['--only', 'hot']], [['--rounds', '0']], [['--rounds', 'many']], [['--warm']]])(
  'refuses the arguments %j',
  (args) => {
    expect(() => readCommand(args)).toThrow();
  },
);
