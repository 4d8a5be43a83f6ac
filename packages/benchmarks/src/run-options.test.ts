import { expect, it } from 'vitest';
import { readCommand } from './run-options.js';
import { sectionNames } from './sections.js';

it('runs everything by default, in five rounds', () => {
  const { names, options } = readCommand([]);
  expect(names).toEqual(sectionNames);
  expect(options).toEqual({ pace: 'full', rounds: 5, scale10m: false });
});

it('runs what is named, as often as it is told', () => {
  const { names, options } = readCommand(['--only', 'warm,postgres', '--rounds', '9', '--scale-10m']);
  expect(names).toEqual(['warm', 'postgres']);
  expect(options).toEqual({ pace: 'full', rounds: 9, scale10m: true });
});

it('runs fewer sections where it must be quick', () => {
  const { names, options } = readCommand(['--quick']);
  expect(names.length).toBeLessThan(sectionNames.length);
  expect(options.pace).toBe('quick');
});

it.each([[['--only', 'hot']], [['--rounds', '0']], [['--rounds', 'many']], [['--warm']]])(
  'refuses %j',
  (args) => {
    expect(() => readCommand(args)).toThrow();
  },
);
