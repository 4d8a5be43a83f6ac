/** Matches the end of a word. */
export const ends = '(?=[ ,;.:]|$)';

const spellings: Readonly<Record<string, string>> = {
  ä: '(?:ae|a\u0308?|ä)',
  ö: '(?:oe|o\u0308?|ö)',
  ü: '(?:ue|u\u0308?|ü)',
  ß: '(?:ß|ss)',
};

/** Matches the pattern at the beginning of a text. German letters match however they were typed: "ü", "ue" or "u". */
export function anchored(source: string): RegExp {
  return new RegExp(`^(?:${withSpellings(source)})`, 'i');
}

/** The source of a pattern, in which German letters match however they were typed. */
export function withSpellings(source: string): string {
  // Not within a class of characters, such as `[a-zü]`.
  return source.replace(/\[[^\]]*\]|[äöüß]/g, (found) => spellings[found] ?? found);
}

const courtesies = [
  ...['please', 'thanks', 'thank you', 'many thanks'],
  ...['bitte', 'danke', 'vielen dank', 'danke schön', 'danke sehr', 'besten dank'],
];

/** Removes spaces and punctuation from the end. */
export function stripPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && ' .,!?;…'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Removes punctuation and courtesy from the end. */
export function stripEnding(text: string): string {
  const kept = stripPunctuation(text);
  const courtesy = courtesies.find((words) => kept.slice(-words.length - 1).toLowerCase() === ` ${words}`);
  return courtesy === undefined ? kept : stripEnding(kept.slice(0, -courtesy.length));
}
