import fastify from 'fastify';
import { listening } from './fastify.mjs';

export const start = (plugin) => listening(fastify({ http2: true }), plugin);
