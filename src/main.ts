import { createServer, type Server } from './server.js';
import { readSettings, SettingsError, type Settings } from './settings.js';
import { welcome } from './welcome.js';

/** Starts the server, and stops it when the process is told to. */
async function main(): Promise<void> {
  const settings = readSettings();
  const server = await createServer(settings);
  await server.app.listen(settings.port, settings.host);
  process.stdout.write(welcome(settings, await server.app.getUrl(), await server.keys.createFirstKey()));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { void stop(server, settings); });
}

/** Finishes what runs; what is still running when the grace is over is cut off, and the exit status says so. */
async function stop(server: Server, { shutdownGraceMs }: Settings): Promise<void> {
  setTimeout(() => { process.exit(1); }, shutdownGraceMs).unref();
  await server.close();
  process.exit(0);
}

const fileFaults = new Map([
  ['EISDIR', 'it is a folder'], ['ENOTDIR', 'a part of its path is no folder'], ['EEXIST', 'a part of its path is no folder'],
  ['EACCES', 'this user may not'], ['EPERM', 'this user may not'], ['EROFS', 'the file system is read-only'], ['ENOENT', 'a part of its path is missing'],
]);

/** What can go wrong at the start, in a sentence that helps; undefined for what nobody foresaw. */
function explain(error: unknown): string | undefined {
  if (error instanceof SettingsError) return error.mistakes.join('\n');
  const { code, address, port, path } = error as { readonly code?: string; readonly address?: string; readonly port?: number; readonly path?: string };
  if (code === 'SQLITE_NOTADB') return 'DATABASE_URL: the file is there, but it is no SQLite database.';
  if (code?.startsWith('SQLITE_CANTOPEN') === true) return 'DATABASE_URL: SQLite cannot open the file.';
  const fileFault = path === undefined ? undefined : fileFaults.get(code ?? '');
  if (fileFault !== undefined) return `DATABASE_URL: the file cannot be opened at ${path ?? ''}: ${fileFault}.`;
  if (code === 'EADDRINUSE') return `PORT: ${address ?? ''}:${port ?? ''} is taken already; stop what listens there, or set another PORT.`;
  if (code === 'EACCES' && port !== undefined) return `PORT: this user may not listen on ${port}; set one above 1023.`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return `HOST: ${address ?? 'the host'} is no address of this machine.`;
  return undefined;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${explain(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exit(1);
});
