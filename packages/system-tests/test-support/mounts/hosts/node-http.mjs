import { createServer } from 'node:http';
import { nodeListener } from '@postern/management';

export const start = (handler) => createServer(nodeListener(handler)).listen(0, '127.0.0.1');
