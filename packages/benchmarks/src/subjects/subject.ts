/** Something that verifies tokens. */
export interface Subject<Answer = unknown> {
  readonly name: string;
  /** Valid tokens, in the order in which they are verified, again and again. */
  readonly tokens: readonly string[];
  readonly verify: (token: string) => Answer | Promise<Answer>;
  accepts(answer: Answer): boolean;
}
