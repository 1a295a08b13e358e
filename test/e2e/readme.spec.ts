import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { settingRows } from '../../src/settings.js';
import { adminKey, startServer, type RunningServer } from '../support/server.js';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

let server: RunningServer;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

/** The curl commands of the README, as they would be pasted. */
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => (block[1] ?? '').replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.startsWith('curl '));

test('the five minutes work when pasted, and the one mistake in them is told', async () => {
  const replies: string[] = [];
  for (const command of commands) {
    const { stdout } = await run('bash', ['-c', `${command} -sS`], { env: { ...process.env, KEY: adminKey, API: server.url } });
    replies.push(stdout);
  }
  expect(replies).toHaveLength(9);
  const [made, ann, bob, sorted, found, graphql, user, listed, mistake] = replies as [string, string, string, string, string, string, string, string, string];
  expect(JSON.parse(made)).toMatchObject({ _id: 'GameScore' });
  expect(JSON.parse(ann)).toMatchObject({ player: 'ann', won: ['cup', { year: 2026 }] });
  expect(JSON.parse(bob)).toMatchObject({ player: 'bob' });
  expect(sorted).toMatch(/HTTP\/1\.1 200 OK[\s\S]*x-total-count: 2[\s\S]*"player":"ann"[\s\S]*"player":"bob"/);
  expect(JSON.parse(found)).toMatchObject({ items: [{ player: 'ann', score: 120 }], totalItems: 1 });
  expect(JSON.parse(graphql)).toMatchObject({ data: { collection: { items: { totalItems: 2 } } } });
  expect(JSON.parse(user)).toMatchObject({ data: { createUser: { username: 'ann', properties: { age: 31 } } } });
  expect(JSON.parse(listed)).toMatchObject({ id: 1, result: { totalItems: 1, items: [{ _username: 'ann', age: 31 }] } });
  expect(JSON.parse(mistake)).toMatchObject({ id: 2, error: { code: -32602, data: { itemsInPage: 'Must be between 1 and 10000.' } } });
});

test('the settings of the README are those there are', () => {
  const named = [...readme.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap((row) => [...(row[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((name) => name[1]));
  expect(named.sort()).toEqual(settingRows.map((row) => row.name).sort());
});
