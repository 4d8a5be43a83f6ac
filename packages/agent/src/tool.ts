import type { Actor, AnyPosternError, ApiKey, ApiKeys, KeyOffer, Owner } from '@postern/core';
import type { ManagementOptions, OwnerPaths } from '@postern/management';

/** The person or key that a tool acts for. It comes from the authentication of the connection, never from a model. */
export interface AgentSession {
  readonly actor: Actor;
  /**
   * Asks the person, outside the model. It is called only for what the policy allows. Default: the person can't be
   * asked, so a tool that needs a confirmation returns a link to a page that asks for it.
   */
  readonly confirm?: ((confirmation: Confirmation) => Promise<ConfirmationAnswer>) | undefined;
}

/** What a person is asked to confirm. */
export interface Confirmation {
  /** It names what happens, and says what the consequence is. */
  readonly question: string;
  readonly keyId: string;
  /**
   * The version of the key that the question is about. Ask again if it differs from the one that the person saw: the
   * tool changes only this version.
   */
  readonly keyVersion: string;
}

/** `later`: the person is being asked, so the tool does nothing. Call it again when they have answered. */
export type ConfirmationAnswer = 'yes' | 'no' | 'later';

/** The result of a tool. It never contains a token, or part of one. */
export interface ToolResult {
  /** What was done, or why not, in a sentence or two. It never contains names that people chose: those are data. */
  readonly text: string;
  /** The same as data. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether the call failed. */
  readonly isError: boolean;
  /**
   * The error of a call that was refused, to say in another language why. `undefined`: it did not fail, its input could
   * not be read, or something is not responding.
   */
  readonly error?: AnyPosternError | undefined;
  /** The offer, if the tool made one. The host may display it as it likes. */
  readonly offer?: KeyOffer | undefined;
  /** Keys that the person may delete, and where. The tool does not delete them without the person. */
  readonly deletions?: readonly Deletion[] | undefined;
}

/** A key, and the address of the page where the person deletes it. */
export interface Deletion {
  readonly key: ApiKey;
  readonly url: string;
}

/** Hints about the effects of a tool, as the Model Context Protocol defines them. */
export interface ToolAnnotations {
  readonly title: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: false;
}

/** The JSON Schema (2020-12) of an object. */
export interface InputSchema {
  readonly [keyword: string]: unknown;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
}

/** A tool for an agent. */
export interface KeyTool {
  readonly name: string;
  /** What it does, for the model. */
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly annotations: ToolAnnotations;
  /** Runs the tool with the input that a model sent. Never rejects: a failure is a result with `isError`. */
  readonly run: (input: unknown, session: AgentSession) => Promise<ToolResult>;
}

/** Everything that one call of a tool works with. */
export interface Call {
  readonly keys: ApiKeys;
  readonly options: KeyToolsOptions;
  readonly session: AgentSession;
}

/** What the host provides to the tools. */
export interface KeyToolsOptions<Kind extends string = string> extends Pick<ManagementOptions, 'ownersOf'> {
  /**
   * The kinds of owners that a model can name, with their titles. Pass the same object as to the management API; the
   * paths are not used. Default: `defaultOwnerPaths`, for the declared kinds.
   */
  readonly ownerPaths?: OwnerPaths<Kind> | undefined;
  /**
   * Returns the name of an owner. A model can refer to a team or another owner, but not to a person, by this name too.
   * With `inventory`, it also names the actors who created keys. Default: the ID.
   */
  readonly nameOf?: ((owner: Owner) => string | Promise<string>) | undefined;
  /**
   * Returns the address where the person reveals an offered key: a page of `@postern/settings`, or one of the host's.
   */
  readonly offerUrl: (offer: KeyOffer) => string;
  /** Returns the address where the person deletes a key. That page must ask for confirmation. */
  readonly deleteUrl: (key: ApiKey) => string;
  /**
   * Adds the tool `inventory_api_keys`, which lists the keys of all owners. The policy decides who may use it, with the
   * action `list_all`. Default `false`.
   */
  readonly inventory?: boolean | undefined;
}

/** Formats a result for a model: the summary, then the data as JSON. */
export function modelText({ text, data }: ToolResult): string {
  return Object.keys(data).length === 0 ? text : `${text}\n${JSON.stringify(data)}`;
}
