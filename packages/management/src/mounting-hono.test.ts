import type { Server } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { mountTests } from '../test-support/mount-tests.js';
import { settings } from '../test-support/settings.js';

const app = () => new Hono().mount('/api/settings', settings().handler);
const onHono = (overrideGlobalObjects: boolean) => () =>
  serve({ fetch: app().fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects }) as Server;

mountTests({
  // First, because Hono's server replaces the global Request and Response permanently.
  'Hono without global overrides': onHono(false),
  Hono: onHono(true),
});
