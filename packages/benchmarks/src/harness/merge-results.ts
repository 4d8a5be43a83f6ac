import type { SectionResult } from '../section.js';

/** Merges the results of the parts of a section into one. */
export function mergeResults(results: readonly SectionResult[]): SectionResult {
  return {
    tables: results.flatMap(({ tables }) => tables),
    bounds: results.flatMap(({ bounds }) => bounds),
    remarks: results.flatMap(({ remarks = [] }) => remarks),
    inBrief: results.flatMap(({ inBrief = [] }) => inBrief),
    profiles: results.flatMap(({ profiles = [] }) => profiles),
    raw: Object.fromEntries(results.flatMap(({ raw = {} }) => Object.entries(raw))),
  };
}
