import type { Defect } from './plain-parts.js';

/** Changes the names and values of all header lines. */
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

/** Ignores these options of `apiKeyAuth`. */
export const forgetting =
  (...names: readonly string[]): Defect =>
  () => ({
    optionsOf: (options) =>
      Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name))),
  });

/** Repeats what was sent in the text of each refusal. */
export const reflecting: Defect = () => ({
  refusalOf: (answer, req) => ({
    ...answer,
    problem: { ...answer.problem, detail: `${answer.problem.detail} ${req.url} ${req.rawHeaders}` },
  }),
});
