import { createServer } from 'node:http2';

export const start = (handler) => createServer(handler).listen(0, '127.0.0.1');
