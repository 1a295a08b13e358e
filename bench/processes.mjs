// Child processes of a run: each is stopped by its own process id, however the run ends.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const running = new Set();

/** What node is given to become the server, with the flags of `npm start`. */
export const server = [
  ...JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start.split(' ').filter((word) => word.startsWith('--')),
  join(root, 'dist/main.js'),
];

process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** Starts node; resolves, with the port that it prints within an address or alone, once it listens. */
export async function start(args, environment = {}) {
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const exited = new Promise((resolve) => child.once('exit', (code) => { running.delete(child); resolve(code); }));
  const port = await Promise.race([portPrintedBy(child), exited.then((code) => { throw new Error(`node ${args.join(' ')} ended with ${code} before it listened.`); })]);
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { port, pid: child.pid, spawnedAt, stop };
}

export async function stopAll() {
  await Promise.all([...running].map((child) => new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  })));
}

/** Goes on reading, so that what a server logs never fills the pipe. */
function portPrintedBy(child) {
  return new Promise((resolve) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      if (text.length < 10_000) text += chunk;
      const port = /^(?:\s*Ready at http:\/\/127\.0\.0\.1:)?(\d+)$/m.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
