import { turns } from './turns.js';

/** Gives the reasons of the rejections that nobody handled while `work` ran. Each would have ended a process. */
export async function unhandledRejectionsDuring(work: () => unknown): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const note = (reason: unknown) => void reasons.push(reason);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
  try {
    await work();
    await turns();
  } finally {
    process.removeListener('unhandledRejection', note);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return reasons;
}
