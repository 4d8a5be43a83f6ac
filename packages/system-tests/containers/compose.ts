import { createRequire } from 'node:module';
import { root } from '../src/docs/pages.js';

/** The parts of a service that this test uses. */
export interface Service {
  readonly image?: string;
  readonly environment: Readonly<Record<string, string | null>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly stop_grace_period: string;
}

/** Reads the services of a Compose file. Needs the packages of tools/containers. */
export function readServices(
  compose: string,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, Service>> {
  const { parse } = createRequire(`${root}tools/containers/package.json`)('yaml');
  return parse(interpolate(compose, variables)).services;
}

/** Replaces `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(:[-?])([^}]*)\}/g, (_, name, operator, rest) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (operator === ':-') return rest;
    throw new Error(`${name} ${rest}`);
  });
}

/** Returns the environment of a service. An entry without a value is passed on, if there is one. */
export function environmentOf(
  { environment }: Service,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(environment).map(([name, value]) => [name, value ?? variables[name]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
