import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { adminKey, startServer, type RunningServer } from '../support/server.js';

const run = promisify(execFile);

let server: RunningServer;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

/** What a program of examples/ prints, run as its README says. */
async function printed(program: string, ...args: string[]): Promise<string[]> {
  const cwd = fileURLToPath(new URL('../../examples/', import.meta.url));
  const { stdout } = await run(program, args, { cwd, env: { PATH: process.env['PATH'], API: server.url, KEY: adminKey } });
  return stdout.split('\n').filter((line) => line !== '');
}

test('the curl example prints the best two, and what its mistake was', async () => {
  const lines = (await printed('curl/scores.sh')).map((line) => JSON.parse(line));
  expect(lines[4]).toMatchObject({ items: [{ player: 'eve', score: 130 }, { player: 'ann', score: 120 }], totalItems: 3 });
  expect(lines[5]).toMatchObject({ status: 400, errors: [{ name: 'sortPropery', detail: expect.stringMatching(/^Unknown; did you mean "sortProperty"\?/) }] });
  expect(lines).toHaveLength(6);
});

test('the JSON-RPC example takes the jobs that are due, and prints why it was refused', async () => {
  expect(await printed(process.execPath, 'json-rpc/jobs.mjs')).toEqual([
    '2 mails are due',
    'taken: fulfilled, fulfilled',
    'refused: Invalid params (-32602): {"itemsInPage":"Must be between 1 and 10000."}',
  ]);
});

test('they leave nothing behind', async () => {
  expect((await server.rpc('Collection.list')).result).toEqual({ items: [] });
});
