import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingRows } from '../../src/settings.js';
import { cleanUp, launch, temporaryFolder } from './support/server-process.js';

afterEach(cleanUp);

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a program of dist/ says to its words, with nothing in its environment. */
function said(program: string, ...words: string[]): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: `sqlite:${join(temporaryFolder(), 'backend.db')}` };
  return new Promise((resolve) => {
    execFile(process.execPath, [`dist/${program}.js`, ...words], { cwd: root, env }, (error, stdout, stderr) => { resolve({ status: Number(error?.code ?? 0), stdout, stderr }); });
  });
}

test('asked for help, each program tells what it does instead of doing it', async () => {
  const answers = await Promise.all([
    said('main', '--help'), said('main', 'help'), said('main', '-h'), said('keys', '--help'), said('keys', 'create', '--help'), said('keys'), said('indexes', '--help'), said('indexes', 'drop', '-h'),
  ]);
  for (const { status, stdout, stderr } of answers) expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^(?:Starts|Administers|Shows)[\s\S]* npm run /), '']);
  for (const { name } of settingRows) expect(answers[0].stdout).toMatch(new RegExp(`^ {2}${name}(?:=|$)`, 'm'));
  expect(answers[0].stdout).not.toMatch(/[`\]]/);
});

test('asked for its version, the server tells that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  expect(await said('main', '--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  ['main', ['ADMIN_KEY=never=repeated'], '"ADMIN_KEY" is no option: settings are environment variables, such as ADMIN_KEY=… npm start.\nnpm start -- --help tells more.\n'],
  ['main', ['--port=4000'], '"--port" is no option: settings are environment variables, such as PORT=… npm start.\nnpm start -- --help tells more.\n'],
  ['main', ['--log-levl', 'debug'], '"--log-levl" is no option: settings are environment variables, such as LOG_LEVEL=… npm start.\nnpm start -- --help tells more.\n'],
  ['main', ['--watch'], '"--watch" is no option; there are --help and --version.\nnpm start -- --help tells more.\n'],
  ['keys', ['creat', '--name', 'ci'], '"creat" is no command; did you mean create? There are create, list and revoke.\nnpm run keys -- help tells more.\n'],
  ['keys', ['create', '--name', 'ci', '--scpoe', 'items:read'], '"--scpoe" is no option here; did you mean --scope?\nnpm run keys -- help tells more.\n'],
  ['keys', ['list', '--all'], '"--all" is no option here.\nnpm run keys -- help tells more.\n'],
  ['indexes', ['lst'], '"lst" is no command; did you mean list? There are list and drop.\nnpm run indexes -- help tells more.\n'],
])('%s %j is told what was most likely meant', async (program, words, stderr) => {
  expect(await said(program, ...words)).toEqual({ status: 2, stdout: '', stderr });
});

test('a variable that is nearly a setting is told, and the server starts', async () => {
  const server = launch({ DATABASE_URL: `sqlite:${join(temporaryFolder(), 'backend.db')}`, SHUTDOWN_GRACE: '10', TRUST_PROXYS: '10.0.0.0/8', HOSTNAME: 'web-1' });
  await server.ready();
  expect((await server.end('SIGTERM')).code).toBe(0);
  expect(server.stderr).toBe('TRUST_PROXYS: is no setting and is ignored; did you mean TRUST_PROXY?\n');
});
