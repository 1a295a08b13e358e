import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a PostgreSQL of one's own. Resolves when it listens.
 *
 * @returns {Promise<import('./launch.mjs').LaunchedPostgres>}
 */
export async function launchPostgres() {
  const child = fork(fileURLToPath(new URL('./server.mjs', import.meta.url)), { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const exited = once(child, 'exit');
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), exited]);
    if (typeof message !== 'object' || message === null) throw new Error(stderr);
    return message;
  };
  const order = async (what) => {
    child.send(what);
    await answer();
  };
  const { url } = await answer();
  return {
    url,
    stop: () => order('stop'),
    start: () => order('start'),
    end: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
