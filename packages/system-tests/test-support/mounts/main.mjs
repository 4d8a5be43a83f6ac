/**
 * Serves one part of Postern in one kind of server, in a process that imports nothing else: another library could
 * replace a global, which would hide a fault. Sends the port and whatever else the tests need.
 */
import { once } from 'node:events';

const [, , host, part] = process.argv;
process.on('disconnect', () => process.exit());

const natives = { Request, Response };
const { handler, ...facts } = await import(`./parts/${part}.mjs`);
const { start } = await import(`./hosts/${host}.mjs`);

const server = start(handler);
if (!server.listening) await once(server, 'listening');
const isUntouched = globalThis.Request === natives.Request && globalThis.Response === natives.Response;
process.send({ port: server.address().port, isUntouched, ...facts });
