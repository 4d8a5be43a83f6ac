import { turns } from './turns.js';

/** Returns the reasons of rejections that were unhandled while `work` ran. Each would have ended a process. */
export async function unhandledRejectionsDuring(work: () => unknown): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const collect = (reason: unknown) => void reasons.push(reason);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', collect);
  try {
    await work();
    await turns();
  } finally {
    process.removeListener('unhandledRejection', collect);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return reasons;
}
