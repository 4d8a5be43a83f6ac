import { serviceInMemory } from '@postern/conformance/middleware';
import express, { Router } from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../test-support/subject.js';
import { apiKeyAuth, principalOf, requireScopes } from './index.js';

const { keys, token } = await serviceInMemory();

it.each([
  ['a router', () => Router()],
  ['an application', () => express()],
  ['a router in an application', () => express().use('/', Router())],
])('%s that the application uses has the principal', async (_what, make) => {
  const part = make().get('/agents', requireScopes(keys, 'agents:read'), (req, res) => {
    res.send(principalOf(req).owner.id);
  });
  const { port, close } = await listen(express().use(apiKeyAuth(keys)).use('/part', part));
  onTestFinished(close);
  const headers = { 'x-api-key': token, connection: 'close' };
  const response = await fetch(`http://127.0.0.1:${port}/part/agents`, { headers });
  expect([response.status, await response.text()]).toEqual([200, 'ada']);
});
