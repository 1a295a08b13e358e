import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanUp, launch, temporaryFolder } from './support/server-process.js';

afterEach(cleanUp);

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the command as the container image has it: `node dist/keys.js`. */
function keys(database: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: database };
    execFile(process.execPath, ['dist/keys.js', ...args], { cwd: root, env }, (error, stdout, stderr) => { resolve({ status: Number(error?.code ?? 0), stdout, stderr }); });
  });
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

test('a key is created, used, listed and revoked while a server runs on the same database', async () => {
  const DATABASE_URL = `sqlite:${join(temporaryFolder(), 'backend.db')}`;
  const url = await launch({ DATABASE_URL }).ready();
  const status = async (key: string): Promise<number> => (await fetch(`${url}/v1/collections`, { headers: { Authorization: `Bearer ${key}` } })).status;

  const created = await keys(DATABASE_URL, 'create', '--name', 'ci', '--scope', 'collections:read', '--scope', 'items:read', '--cidr', '127.0.0.0/8', '--cidr', '::1', '--expires', '90d');
  expect([created.status, created.stderr]).toEqual([0, expect.stringMatching(/^Created ci: collections:read items:read, from 127\.0\.0\.0\/8 ::1\/128, expires 20\d\d-/)]);
  const key = lastLine(created.stdout);
  expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await status(key)).toBe(200);

  const [elsewhere, taken] = await Promise.all([
    keys(DATABASE_URL, 'create', '--name', 'elsewhere', '--scope', '*', '--cidr', '10.0.0.0/8'),
    keys(DATABASE_URL, 'create', '--name', 'ci', '--scope', '*'),
  ]);
  expect(await status(lastLine(elsewhere.stdout))).toBe(401);
  expect(taken).toEqual({ status: 1, stdout: '', stderr: '--name: Key already exists.\n' });

  const { stdout: listed } = await keys(DATABASE_URL, 'list');
  expect(listed.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
    ['admin', '*', 'anywhere'], ['ci', 'collections:read items:read', '127.0.0.0/8 ::1/128'], ['elsewhere', '*', '10.0.0.0/8'], [''],
  ]);
  expect(listed).toMatch(/^ci .* last used 20\d\d-.*Z {2}created 20/m);
  expect(listed).not.toContain(key);

  expect(await keys(DATABASE_URL, 'revoke', 'ci')).toEqual({ status: 0, stdout: 'Revoked ci.\n', stderr: '' });
  expect(await status(key)).toBe(401);
  expect(await keys(DATABASE_URL, 'revoke', 'ci')).toEqual({ status: 1, stdout: '', stderr: 'NAME: Key not found; list shows those there are.\n' });
});

test('a wrong command is told by its option and what would be right, with exit status 2', async () => {
  const database = `sqlite:${join(temporaryFolder(), 'backend.db')}`;
  const more = 'npm run keys -- help tells more.\n';
  const wrong = (...args: string[]): Promise<Outcome> => keys(database, ...args);
  expect(await Promise.all([
    wrong('create', '--cidr', '10.0.0.0/33', '--expires', '90'), wrong('create', '--name'), wrong('make'),
  ])).toEqual([
    [
      '--name: Required, such as --name ci.', '--scope: Required, such as --scope items:read.',
      '--cidr: "10.0.0.0/33" is no range of addresses, such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7.',
      '--expires: Must be a whole number and a unit, s, m, h or d, such as 90d; at most 36525d.',
    ].join('\n') + `\n${more}`,
    `Option '--name <value>' argument missing\n${more}`,
    `"make" is no command; there are create, list and revoke.\n${more}`,
  ].map((stderr) => ({ status: 2, stdout: '', stderr })));
});
