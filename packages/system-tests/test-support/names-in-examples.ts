/** The names that the `@example`s of doc comments use without declaring them: a service, and the values around it. */
import type { IncomingMessage } from 'node:http';
import type Anthropic from '@anthropic-ai/sdk';
import type { KeyTool, KeyToolsOptions } from '@postern/agent';
import type { MakeHashers, MakeKeyRepository } from '@postern/conformance';
import type { MakeMiddlewareSubject } from '@postern/conformance/middleware';
import type {
  Actor,
  ApiKey,
  ApiKeys,
  KeyId,
  KeyOffer,
  Owner,
  OwnerAnswer,
  OwnerDirectory,
  Principal,
} from '@postern/core';
import type { Hasher, KeyRepository } from '@postern/core/ports';
import type { Authenticator } from '@postern/http';
import type { KeyStorage } from '@postern/kysely/sqlite';
import type OpenAI from 'openai';

export { createServer } from 'node:http';
export { html } from 'hono/html';
export { describe, it } from 'vitest';
export type { IncomingMessage };

export declare const keys: ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
export declare const storage: KeyStorage;
export declare const repository: KeyRepository;
export declare const owners: OwnerDirectory;
export declare const key: ApiKey;
export declare const keyId: KeyId;
export declare const token: string;
export declare const offer: KeyOffer;
export declare const offerId: string;
export declare const owner: Owner<'user' | 'team'>;
export declare const actor: Actor;
export declare const principal: Principal;
export declare const scopes: readonly ('agents:read' | 'agents:write')[];
export declare const error: unknown;
export declare const answer: AsyncIterable<string>;
export declare const row: { readonly id: unknown };
export declare const people: {
  byId(
    id: string,
  ): Promise<{ readonly active: boolean; readonly permissions: readonly string[] } | undefined>;
  statusOf(id: string): OwnerAnswer;
};
export declare function agentsOf(owner: Owner): readonly string[];
export declare function teamOf(owner: Owner): { readonly name: string };

export declare const request: IncomingMessage & { readonly url: string };
export declare const req: IncomingMessage;
export declare const response: { status(code: number): void };
export declare function retryAfter(ms: number): void;
export declare const authenticator: Authenticator;
export type OnRefused = () => void;
export declare const onRefused: OnRefused;

export declare function authenticate(request: Request): Promise<Actor | null>;
export declare function ownersOf(actor: Actor): Promise<readonly Owner[]>;

export declare const tools: readonly [KeyTool, ...KeyTool[]];
export declare const options: KeyToolsOptions;
export declare const text: string;
export declare const offerUrl: KeyToolsOptions['offerUrl'];
export declare const deleteUrl: KeyToolsOptions['deleteUrl'];
export declare const client: Anthropic;
export declare const openai: OpenAI;
export declare const model: string;
export declare const messages: { role: 'user'; content: string }[];

export declare const makeMyHashers: MakeHashers;
export declare const makeMyRepository: MakeKeyRepository;
export declare const makeMySubject: MakeMiddlewareSubject;

/** Replaces `…`: the other properties. */
export declare const others: {
  readonly repository: KeyRepository;
  readonly hasher: Hasher;
  readonly owners: OwnerDirectory;
};
