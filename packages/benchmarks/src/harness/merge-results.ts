import type { SectionResult } from '../section.js';

/** Puts into one result what a section measured one after the other. */
export function mergeResults(results: readonly SectionResult[]): SectionResult {
  return {
    tables: results.flatMap(({ tables }) => tables),
    bounds: results.flatMap(({ bounds }) => bounds),
    profiles: results.flatMap(({ profiles = [] }) => profiles),
    raw: Object.fromEntries(results.flatMap(({ raw = {} }) => Object.entries(raw))),
  };
}
