import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandsOf } from './support/readme.js';
import { adminKey, startServer, type RunningServer } from '../support/server.js';

const run = promisify(execFile);

let server: RunningServer;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

/** What a program of examples/ prints, run as its README says. */
async function printed(program: string, args: readonly string[] = [], cwd = examples): Promise<string[]> {
  const { stdout } = await run(program, args, { cwd, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], API: server.url, KEY: adminKey } });
  return stdout.split('\n').filter((line) => line !== '');
}

test('the curl example prints the best two, and what its mistake was', async () => {
  const lines = (await printed('curl/scores.sh')).map((line) => JSON.parse(line));
  expect(lines[4]).toMatchObject({ items: [{ player: 'eve', score: 130 }, { player: 'ann', score: 120 }], totalItems: 3 });
  expect(lines[5]).toMatchObject({ status: 400, errors: [{ name: 'sortPropery', detail: expect.stringMatching(/^Unknown; did you mean "sortProperty"\?/) }] });
  expect(lines).toHaveLength(6);
});

test('the JSON-RPC example takes the jobs that are due, and prints why it was refused', async () => {
  expect(await printed(process.execPath, ['json-rpc/jobs.mjs'])).toEqual([
    '2 mails are due',
    'taken: fulfilled, fulfilled',
    'refused: Invalid params (-32602): {"itemsInPage":"Must be between 1 and 10000."}',
  ]);
});

test('the TypeScript example generates its types, compiles, takes orders, and prints what its mistake was', async () => {
  // It writes files: a copy, inside the project, where it finds what it needs; node_modules is nobody's source.
  const caches = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, 'example-'));
  try {
    cpSync(join(examples, 'typescript'), folder, { recursive: true });
    const lines = await printed('bash', ['-ec', commandsOf('typescript')], folder);
    expect(lines.slice(-3)).toEqual(['eve paid 99: 204', 'ann paid 42.5: 204', "[ { name: 'itemsInPage', detail: 'Must be between 1 and 10000.' } ]"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the jayson example checks passwords in a batch, and prints why a name was refused', async () => {
  const lines = await printed('bash', ['-ec', commandsOf('jayson')], join(examples, 'jayson'));
  expect(lines.slice(0, 2)).toEqual(['made example-ann, 31', 'the wrong password: null, the right one: example-ann']);
  expect(lines.slice(2).join(' ')).toContain("data: { username: 'Username already exists.' }");
});

test('they leave nothing behind', async () => {
  expect((await server.rpc('Collection.list')).result).toEqual({ items: [] });
  expect((await server.rpc('User.list')).result).toEqual({ items: [], totalItems: 0 });
});
