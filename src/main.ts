import { PushProjectsError } from './backend/push/projects.js';
import { settingsOfEnvironment } from './command-line.js';
import type { Server } from './server.js';
import { SettingsError, type Settings } from './settings.js';
import { answerTo } from './start-options.js';
import { UnusableDatabaseError } from './storage/store.js';
import { welcome } from './welcome.js';

/** Starts the server, unless asked for something else, and stops it when the process is told to. */
async function main(): Promise<void> {
  const answer = answerTo(process.argv.slice(2));
  if (answer !== undefined) {
    (answer.status === 0 ? process.stdout : process.stderr).write(answer.text);
    process.exitCode = answer.status;
    return;
  }
  const settings = settingsOfEnvironment();
  // Most of the time of a start; what is answered before need not wait for it.
  const { createServer } = await import('./server.js');
  const server = await createServer(settings);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { void stop(server, settings, signal); });
  try {
    await server.app.listen(settings.port, settings.host);
  } catch (error) {
    // Without it the process may end while a thread loads the database, and libsql aborts it.
    await server.close();
    throw error;
  }
  process.stdout.write(welcome(settings, await server.app.getUrl(), await server.keys.createFirstKey()));
}

/**
 * Finishes what runs; what is still running when the grace is over is cut off, and the exit status says so. A second
 * Ctrl-C meets no listener any more and ends the process at once.
 */
async function stop(server: Server, { shutdownDelayMs, shutdownGraceMs }: Settings, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  if (signal === 'SIGINT') process.stdout.write('\n  Stopping: what runs is finished first. Ctrl-C again ends it at once.\n');
  setTimeout(() => { process.exit(1); }, shutdownDelayMs + shutdownGraceMs).unref();
  await server.close({ mayLinger: true });
  process.exit(0);
}

/** What can go wrong at the start, in a sentence that helps; undefined for what nobody foresaw. */
function explain(error: unknown): string | undefined {
  if (error instanceof SettingsError) return error.mistakes.join('\n');
  if (error instanceof PushProjectsError) return error.mistakes.map((mistake) => `PUSH_PROJECTS_FILE: ${mistake}`).join('\n');
  if (error instanceof UnusableDatabaseError) return `DATABASE_URL: ${error.message}`;
  const { code, hostname, address, port } = error as { readonly code?: string; readonly hostname?: string; readonly address?: string; readonly port?: number };
  if (code === 'EADDRINUSE') return `PORT: ${address ?? ''}:${port ?? ''} is taken already; stop what listens there, or set another PORT.`;
  if (code === 'EACCES' && port !== undefined) return `PORT: this user may not listen on ${port}; set one above 1023.`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return `HOST: ${hostname ?? address ?? 'that'} is no address of this machine.`;
  return undefined;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${explain(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exit(1);
});
