/** A text that is being made, and can be followed from its beginning at any time. */
export interface GrowingText {
  readonly add: (piece: string) => void;
  /** Calls back with what there is already, and then with each piece. Returns a function that stops it. */
  readonly follow: (onText: (piece: string) => void) => () => void;
}

export function growingText(): GrowingText {
  let text = '';
  const followers = new Set<(piece: string) => void>();
  return {
    add(piece) {
      if (piece === '') return;
      text += piece;
      for (const onText of followers) onText(piece);
    },
    follow(onText) {
      if (text !== '') onText(text);
      followers.add(onText);
      return () => followers.delete(onText);
    },
  };
}
