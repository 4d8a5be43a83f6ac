import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { preferredType } from './preferred-type.js';

const offered = ['application/json', 'application/jsonl', 'text/csv'] as const;

async function preferred(accept: string | undefined): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(preferredType(c, offered) ?? 'none'));
  return (await app.request('/', accept === undefined ? {} : { headers: { Accept: accept } })).text();
}

it.each([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*', 'text/csv'],
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/csv; charset=utf-8', 'text/csv'],
  ['text/csv;header="present, always";q=0.1, application/jsonl;q=0.2', 'application/jsonl'],
  ['application/json;q=0.5, text/csv', 'text/csv'],
  ['application/json;q=0.001, */*;q=0', 'application/json'],
  ['text/csv, */*', 'text/csv'],
  ['application/json, text/csv;q=0.9, */*;q=0.8', 'application/json'],
  // What a browser and what `fetch` send.
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'application/json'],
  ['application/jsonl, text/csv', 'application/jsonl'],
  ['text/csv, application/jsonl', 'text/csv'],
  ['application/json;q=0, */*', 'application/jsonl'],
  // The most specific range decides, wherever it is.
  ['*/*, application/*;q=0', 'text/csv'],
  ['application/*;q=0, */*', 'text/csv'],
  ['application/json;q=0, application/*;q=0.5, */*', 'text/csv'],
  ['application/json;q=0.3, application/*;q=0.2, text/csv;q=0.1', 'application/json'],
])('of JSON, JSON Lines and CSV, `Accept: %s` prefers %s', async (accept, type) => {
  expect(await preferred(accept)).toBe(type);
});

it.each([
  'text/html',
  'text/csv;q=0',
  'text/*;q=0.000',
  '*/*;q=0',
  'csv',
  'text',
  'text/csvx',
  'image/*',
  ', ,',
])('`Accept: %s` accepts none of them', async (accept) => {
  expect(await preferred(accept)).toBe('none');
});
