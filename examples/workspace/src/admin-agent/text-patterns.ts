/** Matches the end of a word. */
export const ends = '(?=[ ,;.:]|$)';

/** Matches the pattern at the beginning of a text. */
export function anchored(source: string): RegExp {
  return new RegExp(`^(?:${source})`, 'i');
}

/** Removes punctuation and courtesy from the end. */
export function stripEnding(text: string): string {
  let end = text.length;
  while (end > 0 && ' .,!?;…'.includes(text.charAt(end - 1))) end -= 1;
  const kept = text.slice(0, end);
  const courtesy = [' please', ' thanks', ' thank you'].find(
    (words) => kept.slice(-words.length).toLowerCase() === words,
  );
  return courtesy === undefined ? kept : stripEnding(kept.slice(0, -courtesy.length));
}
