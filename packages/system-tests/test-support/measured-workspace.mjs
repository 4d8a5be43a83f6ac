/**
 * Loaded before the workspace, in its process: writes down every route that a Hono app gets, and measures, from one message
 * of the parent to the next, the longest turn of the event loop in CPU time of its thread, in milliseconds.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { SmartRouter } from 'hono/router/smart-router';

/** Each app has a router of its own, and so has each one that is mounted. */
const apps = new Map();
const { add } = SmartRouter.prototype;
SmartRouter.prototype.add = function (method, path, handler) {
  if (!apps.has(this)) apps.set(this, []);
  apps.get(this).push({ method, path });
  return add.call(this, method, path, handler);
};

const scheduled = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
const line = Buffer.alloc(64);

/** What this thread has computed so far: the first number, in nanoseconds. */
function cpuMs() {
  return Number(line.latin1Slice(0, readSync(scheduled, line, 0, 64, 0)).split(' ')[0]) / 1e6;
}

let longestMs = 0;
let last = cpuMs();
setInterval(() => {
  const now = cpuMs();
  longestMs = Math.max(longestMs, now - last);
  last = now;
}, 1).unref();

process.on('message', (message) => {
  if (message === 'routes') return process.send([...apps.values()]);
  // In a turn of its own, so that the one that ends now is measured.
  setImmediate(() =>
    setTimeout(() => {
      const longest = longestMs;
      longestMs = 0;
      last = cpuMs();
      process.send(longest);
    }, 2),
  );
});
process.channel?.unref();
process.on('exit', () => closeSync(scheduled));
