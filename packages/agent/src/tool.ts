import type { Actor, ApiKey, ApiKeys, KeyOffer, Owner } from '@postern/core';
import type { ManagementOptions } from '@postern/management';

/** For whom a tool runs. It comes from the authentication of the connection, never from a model. */
export interface AgentSession {
  readonly actor: Actor;
  /**
   * Asks the person, outside the model, and says whether they agree. Default: nobody can be asked; what needs a
   * confirmation answers with a link to it.
   */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** What a tool answers. There is no token in it, nor a part of one. */
export interface ToolResult {
  /** What was done, or why not, in a sentence or two. Names that people chose are not in it: they are data. */
  readonly text: string;
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Nothing was done. */
  readonly isError: boolean;
  /** What was offered, where something was: for the host, which may show it as it likes. */
  readonly offer?: KeyOffer | undefined;
  /** What the person may delete, and where: what the tool would not delete without them. */
  readonly deletions?: readonly Deletion[] | undefined;
}

/** A key, and the address at which the person deletes it. */
export interface Deletion {
  readonly key: ApiKey;
  readonly url: string;
}

/** What a tool does to the world, as the Model Context Protocol has it. */
export interface ToolAnnotations {
  readonly title: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: false;
}

/** A schema of an object (JSON Schema 2020-12). */
export interface InputSchema {
  readonly [keyword: string]: unknown;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
}

/** A tool of an agent. */
export interface KeyTool {
  readonly name: string;
  /** What it does, for the model. */
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly annotations: ToolAnnotations;
  /** Runs it on what a model asks for. Never rejects: what goes wrong is a result with `isError`. */
  readonly run: (input: unknown, session: AgentSession) => Promise<ToolResult>;
}

/** What a tool runs on. */
export interface Call {
  readonly keys: ApiKeys;
  readonly options: KeyToolsOptions;
  readonly session: AgentSession;
}

/** What the tools ask of their host. */
export interface KeyToolsOptions extends Pick<ManagementOptions, 'ownersOf'> {
  /** What a person or a team is called. A team can be meant by it, too. Default: their IDs. */
  readonly nameOf?: ((owner: Owner) => string | Promise<string>) | undefined;
  /** The address at which the person reveals what was offered: a page of `@postern/settings`, or one of the host's. */
  readonly offerUrl: (offer: KeyOffer) => string;
  /** The address at which the person deletes a key, after being asked whether they mean it. */
  readonly deleteUrl: (key: ApiKey) => string;
}

/** A result as a model reads it: the summary, and the data as data. */
export function modelText({ text, data }: ToolResult): string {
  return Object.keys(data).length === 0 ? text : `${text}\n${JSON.stringify(data)}`;
}
