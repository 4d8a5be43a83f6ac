import type { ModelConfig } from './admin-agent/model-assistant.js';
import { type DatabaseLocation, parseDatabaseUrl } from './database/open-database.js';
import { isPlan, type Plan, plans } from './people/organisation.js';

/** The configuration of the workspace. */
export interface WorkspaceConfig {
  /** Where everything is stored. */
  readonly database: DatabaseLocation;
  /** The plan of the demo organisation, if one is created. */
  readonly plan: Plan;
  /** The shared password of the demo people, if they are created. `undefined`: one is generated. */
  readonly password: string | undefined;
  /** The check key of new tokens. `undefined`: one that the database stores. */
  readonly checkKey: Uint8Array | undefined;
  /** The model behind the admin agent. Default: none, and the built-in assistant answers. */
  readonly model?: ModelConfig | undefined;
  /**
   * Where people reach the workspace. Links that agents give start with it, and if it starts with `https:`, the session
   * cookie is never sent over plain HTTP. Default: `http://localhost:8080`.
   */
  readonly url?: string | undefined;
}

/** The configuration of the process. */
export interface ProcessConfig extends WorkspaceConfig {
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
}

/** Names the setting that is wrong and what it may be. Quotes no value, since some are secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const settings = [
  'PORT',
  'WORKSPACE_HOST',
  'WORKSPACE_URL',
  'DATABASE_URL',
  'WORKSPACE_PLAN',
  'WORKSPACE_PASSWORD',
  'POSTERN_CHECK_KEY',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'WORKSPACE_MODEL',
] as const;

/**
 * Reads the settings from environment variables.
 *
 * @throws {ConfigError} if one is wrong.
 */
export function readConfig(environment: Environment): ProcessConfig {
  for (const name of settings) requireTrimmed(name, environment[name]);
  const port = readPort(environment.PORT ?? '8080');
  return {
    port,
    url: readUrl('WORKSPACE_URL', environment.WORKSPACE_URL ?? `http://localhost:${port}`),
    model: readModel(environment),
    // Only this machine, because the server speaks plain HTTP.
    host: environment.WORKSPACE_HOST ?? '127.0.0.1',
    database: readDatabaseUrl(environment.DATABASE_URL ?? 'sqlite:./data/workspace.sqlite'),
    plan: readPlan(environment.WORKSPACE_PLAN ?? 'business'),
    password: readPassword(environment.WORKSPACE_PASSWORD),
    checkKey: readCheckKey(environment.POSTERN_CHECK_KEY),
  };
}

/**
 * Refuses white space around a setting. A value read from a file often ends with an invisible newline, and a key or
 * password that includes it is a different one.
 *
 * @throws {ConfigError}
 */
export function requireTrimmed(name: string, text: string | undefined): void {
  if (text === undefined || text === text.trim()) return;
  throw new ConfigError(
    `${name} begins or ends with white space, such as the newline at the end of a file; remove it`,
  );
}

/** An empty key counts as none: that is how a settings file unsets it. */
function readModel(environment: Environment): ModelConfig | undefined {
  const { ANTHROPIC_API_KEY: apiKey = '', ANTHROPIC_BASE_URL: baseURL, WORKSPACE_MODEL } = environment;
  if (apiKey === '') return undefined;
  return {
    apiKey,
    baseURL: baseURL === undefined ? undefined : readUrl('ANTHROPIC_BASE_URL', baseURL),
    model: WORKSPACE_MODEL ?? 'claude-sonnet-5-5',
  };
}

function readUrl(name: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new ConfigError(`${name} must be an http or https URL, such as https://workspace.example.com`);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new ConfigError('PORT must be a whole number from 0 to 65535');
}

function readDatabaseUrl(text: string): DatabaseLocation {
  const location = parseDatabaseUrl(text);
  if (location !== undefined) return location;
  throw new ConfigError(
    'DATABASE_URL must be sqlite: followed by the path of a file, such as sqlite:./data/workspace.sqlite, ' +
      'or the URL of a PostgreSQL database, such as postgres://user:password@host/database',
  );
}

function readPlan(text: string): Plan {
  if (isPlan(text)) return text;
  throw new ConfigError(`WORKSPACE_PLAN must be one of ${plans.join(', ')}`);
}

function readPassword(text: string | undefined): string | undefined {
  if (text !== '') return text;
  throw new ConfigError(
    'WORKSPACE_PASSWORD is empty; set a password, or unset the variable to have one generated',
  );
}

function readCheckKey(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
  if (bytes !== undefined && bytes.length >= 32) return new Uint8Array(bytes);
  throw new ConfigError(
    'POSTERN_CHECK_KEY must be 32 random bytes or more in base64url; generate one with: ' +
      `node -p "crypto.randomBytes(32).toString('base64url')"`,
  );
}
