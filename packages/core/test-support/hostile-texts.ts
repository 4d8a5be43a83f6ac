const mebi = 2 ** 20;

/** Values that are not strings, and strings that are refused everywhere. */
export const hostileTexts: Readonly<Record<string, unknown>> = {
  'a NUL': 'a\0b',
  'a newline': 'a\nb',
  'a C1 control': 'a\u0085b',
  'a lone high surrogate': 'a\ud83d',
  'a lone low surrogate': '\udd11a',
  'surrogates the wrong way round': '\udd11\ud83d',
  '1 MiB': 'x'.repeat(mebi),
  '1 MiB of NUL': '\0'.repeat(mebi),
  'a number': 7,
  'a bigint': 7n,
  'a symbol': Symbol('x'),
  'an array': ['x'],
  'an object that converts to a string': { toString: () => 'x' },
  'an object of the class String': Object('x'),
};

/** Texts that a person or a host application may pass: each comes back exactly, and differs from every other one. */
export const oddTexts: readonly string[] = [
  ...[`'; drop table postern_key; --`, '"quoted" \\ `tick` %_', '__proto__', 'constructor'],
  ...['שלום \u200F\u200E\u202Eדרור\u202C', '👩‍👩‍👧‍👦 🏳️‍🌈', 'Zoë', 'Zoe\u0308', 'zoë', ' zoë ', '\uFEFFzoë'],
  'x'.repeat(255),
];
