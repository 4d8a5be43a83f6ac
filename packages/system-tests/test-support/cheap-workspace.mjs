/** Starts the built workspace like its `main.js`, but with hashes that take no time. */
import process from 'node:process';
import { readConfig } from '../../../examples/workspace/dist/config.js';
import { createWorkspace } from '../../../examples/workspace/dist/workspace.js';

const { port, host, ...config } = readConfig(process.env);
const workspace = await createWorkspace(config, { hashing: { memoryKiB: 8, passes: 1 } });
process.stdout.write(`The workspace is at http://localhost:${await workspace.listen(port, host)}\n`);
process.once('SIGTERM', () => workspace.close());
