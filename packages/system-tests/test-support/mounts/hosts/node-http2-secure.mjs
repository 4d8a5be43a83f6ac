import { createSecureServer } from 'node:http2';
import { nodeListener } from '@postern/management';
import { sharedKeyTls } from '../shared-key-tls.mjs';

export const start = (handler) =>
  createSecureServer(sharedKeyTls, nodeListener(handler)).listen(0, '127.0.0.1');
