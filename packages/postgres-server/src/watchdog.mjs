// Ends a server when the process that started it is gone, however that one ended. It is started by it, and holds the
// other end of a pipe. Arguments: the directory to remove, and the file in it that names the server's process.
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [directory, pidFile] = process.argv.slice(2);
process.stdin.resume().once('end', end).once('error', end);
// What ends the tests from a terminal is sent to this process too. It ends when its work is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

async function end() {
  const pid = Number(readPid());
  if (pid > 0) {
    for (const signal of ['SIGCONT', 'SIGQUIT']) tell(pid, signal);
    for (let turns = 0; turns < 50 && tell(pid, 0); turns += 1) await pause(20);
    tell(pid, 'SIGKILL');
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

function tell(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
