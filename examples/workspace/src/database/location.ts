/** Where the data is. */
export interface DatabaseLocation {
  readonly kind: 'sqlite';
  /** The path of the file, absolute or relative to the current directory. */
  readonly file: string;
}
