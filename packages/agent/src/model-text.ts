import type { ToolResult } from './tool.js';

/** A result as a model reads it: the summary, and the data as data. */
export function modelText({ text, data }: ToolResult): string {
  return Object.keys(data).length === 0 ? text : `${text}\n${JSON.stringify(data)}`;
}
