/** Where a word is over. */
export const ends = '(?=[ ,;.:]|$)';

/** The pattern, at the beginning of a text. */
export function anchored(source: string): RegExp {
  return new RegExp(`^(?:${source})`, 'i');
}

/** Takes punctuation and courtesy off the end. */
export function stripEnding(text: string): string {
  let end = text.length;
  while (end > 0 && ' .,!?;…'.includes(text.charAt(end - 1))) end -= 1;
  const kept = text.slice(0, end);
  const courtesy = [' please', ' thanks', ' thank you'].find(
    (words) => kept.slice(-words.length).toLowerCase() === words,
  );
  return courtesy === undefined ? kept : stripEnding(kept.slice(0, -courtesy.length));
}
