// Stops a server once the process that started it has ended in whatever way. That process starts this one, which holds
// the other end of a pipe. Arguments: the directory to remove, and the file in it that names the server's process.
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [directory, pidFile] = process.argv.slice(2);
process.stdin.resume().once('end', end).once('error', end);
// A signal from a terminal that ends the tests reaches this process too. It ends once its work is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

async function end() {
  const pid = Number(readPid());
  if (pid > 0) {
    for (const signal of ['SIGCONT', 'SIGQUIT']) sendSignal(pid, signal);
    for (let turns = 0; turns < 50 && sendSignal(pid, 0); turns += 1) await pause(20);
    sendSignal(pid, 'SIGKILL');
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.exit();
}

function readPid() {
  try {
    return readFileSync(pidFile, 'latin1').split('\n')[0];
  } catch {
    return '';
  }
}

function sendSignal(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
