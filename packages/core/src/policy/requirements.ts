/** What a route requires of a key. */
export interface Requirements<Kind extends string = string, Permission extends string = string> {
  /** The kinds that are let in. Default: all that the service declares. */
  readonly kinds?: readonly Kind[] | undefined;
  /** The permissions that the principal must have, all of them. Default: none. */
  readonly scopes?: readonly Permission[] | undefined;
}
