/**
 * Preloaded into the process of the workspace. Records every route that a Hono app gets, and measures the longest turn
 * of the event loop between two messages from the parent, in milliseconds of CPU time of the thread.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { SmartRouter } from 'hono/router/smart-router';

/** The routes, by router. Each app has its own router, whether or not it is mounted. */
const apps = new Map();
const { add } = SmartRouter.prototype;
SmartRouter.prototype.add = function (method, path, handler) {
  if (!apps.has(this)) apps.set(this, []);
  apps.get(this).push({ method, path });
  return add.call(this, method, path, handler);
};

const scheduled = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
const line = Buffer.alloc(64);

/** Returns the CPU time of this thread so far. It is the first number, in nanoseconds. */
function cpuMs() {
  return Number(line.latin1Slice(0, readSync(scheduled, line, 0, 64, 0)).split(' ')[0]) / 1e6;
}

let longestMs = 0;
let last = cpuMs();
function measure() {
  const now = cpuMs();
  longestMs = Math.max(longestMs, now - last);
  last = now;
}
setInterval(measure, 1).unref();

process.on('message', (message) => {
  if (message === 'routes') return process.send([...apps.values()]);
  // Two turns later, so that this one is still measured, and what it left for the next.
  setImmediate(() =>
    setImmediate(() => {
      measure();
      process.send(longestMs);
      longestMs = 0;
      last = cpuMs();
    }),
  );
});
process.channel?.unref();
process.on('exit', () => closeSync(scheduled));
