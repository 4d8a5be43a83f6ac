import type { Defect } from './plain-parts.js';

/** Changes each text of the header lines, names and values alike. */
export const rewriting =
  (change: (text: string) => string): Defect =>
  () => ({ rawHeadersOf: (req) => req.rawHeaders.map(change) });

/** Changes the headers of each refusal. */
export const withHeaders =
  (change: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Defect =>
  () => ({ refusalOf: (answer) => ({ ...answer, headers: change(answer.headers) }) });

export const without =
  (name: string) =>
  ({ [name]: _, ...rest }: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    rest;

/** Forgets these options of `apiKeyAuth`. */
export const forgetting =
  (...names: readonly string[]): Defect =>
  () => ({
    optionsOf: (options) =>
      Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name))),
  });

/** Writes what was sent into the text of each refusal. */
export const reflecting: Defect = () => ({
  refusalOf: (answer, req) => ({
    ...answer,
    problem: { ...answer.problem, detail: `${answer.problem.detail} ${req.url} ${req.rawHeaders}` },
  }),
});
