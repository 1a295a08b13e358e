import { once } from 'node:events';
import type { ServerProcess } from './server-process.js';

/** The longest hold of the server's event loop since this was last asked, in milliseconds. */
export async function longestHold({ child }: ServerProcess, message: { readonly hold?: number } = {}): Promise<number> {
  child.send(message);
  const [reply] = (await once(child, 'message')) as [{ readonly longest: number }];
  return reply.longest;
}

const attempts = 5;

/**
 * How long an operation holds the server's event loop: the least of the longest holds of up to five attempts, because
 * whatever else runs on the machine can only make a hold look longer. It ends with the first attempt below `enough`.
 */
export async function holdOf(server: ServerProcess, operation: () => Promise<void>, enough: number, prepare?: () => void): Promise<number> {
  let least = Infinity;
  for (let attempt = 1; attempt <= attempts && least >= enough; attempt++) {
    prepare?.();
    await longestHold(server);
    await operation();
    least = Math.min(least, await longestHold(server));
  }
  return least;
}
