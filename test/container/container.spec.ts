import { execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { settingRows } from '../../src/settings.js';
import { ServerProcess } from '../process/support/server-process.js';
import { adminKey, clientOf } from '../support/server.js';
import { programOf, readStages, said } from './dockerfile.js';
import { copyProductionModules } from './production-modules.js';

// No container engine is at hand: what the image would hold and start is put together by what the Dockerfile says.
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const [build, final] = readStages();
const nobody = 65_534;
/** Only root can start a program as somebody else; whoever else runs the tests is no root anyway. */
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

let folder: string;
let app: string;
let data: string;
let server: ServerProcess;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'container-'));
  chmodSync(folder, 0o755);
  app = join(folder, 'app');
  data = join(folder, 'data');
  for (const made of [app, data]) mkdirSync(made);
  if (user.uid !== undefined) chownSync(data, nobody, nobody);
  await buildAsImage(join(folder, 'build'));
  const image = Object.fromEntries(said(final, 'ENV').flatMap((text) => text.split(' ')).map((pair) => pair.split(/=(.*)/, 2) as [string, string]));
  // Where the image opens a port to everybody, a test stays on loopback, at a free one.
  environment = { ...image, PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', ADMIN_KEY: adminKey, DATABASE_URL: image['DATABASE_URL']!.replace('/data', data) };
  writable(app, false);
  const [program, ...args] = programOf(said(final, 'CMD')[0]);
  expect(program).toBe('node');
  server = new ServerProcess(spawn(process.execPath, args, { cwd: app, env: environment, ...user, stdio: ['ignore', 'pipe', 'pipe'] }));
  environment['PORT'] = new URL(await server.ready()).port;
});
afterAll(async () => {
  if (server.isRunning) await server.end('SIGKILL');
  writable(app, true);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the stages' COPY, and the build on nothing but what was copied. */
async function buildAsImage(stage: string): Promise<void> {
  mkdirSync(stage);
  for (const copied of said(build, 'COPY')) {
    for (const source of copied.split(' ').slice(0, -1)) cpSync(join(root, source), join(stage, source), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(stage, 'node_modules'));
  expect(said(build, 'RUN')).toEqual(['npm ci', 'npm run build && npm prune --omit=dev']);
  await run('npm', ['run', 'build'], { cwd: stage });
  for (const copied of said(final, 'COPY')) {
    const name = basename(copied.split(' ')[1] ?? '');
    if (name === 'node_modules') copyProductionModules(root, app);
    else cpSync(join(stage, name), join(app, name), { recursive: true });
  }
}

/** Whether new files can be made in a tree; its files are root's, or were only linked and must not be changed. */
function writable(tree: string, mayWrite: boolean): void {
  for (const entry of readdirSync(tree, { withFileTypes: true })) if (entry.isDirectory()) writable(join(tree, entry.name), mayWrite);
  chmodSync(tree, mayWrite ? 0o755 : 0o555);
}

/** Runs a program of the image beside the server, as `docker compose exec` and the health check do. */
function exec(words: readonly string[], env = environment): Promise<{ stdout: string; stderr: string }> {
  const [, ...args] = words;
  return run(process.execPath, args, { cwd: app, env, ...user });
}

test('what the build imports is all among the production dependencies', () => {
  const compiled = join(folder, 'build', 'build');
  const imports = readdirSync(compiled, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(join(compiled, file), 'utf8').matchAll(/(?:from|import)[ (]*['"]([^'".][^'"]*)['"]/g)]).map((match) => match[1]!);
  const packages = new Set(imports.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)).map((name) => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')));
  expect(packages.size).toBeGreaterThan(20);
  expect([...packages].filter((name) => !existsSync(join(app, 'node_modules', name)))).toEqual([]);
});

test('the server works from a tree that it cannot write to, as a user who is not root', async () => {
  const client = clientOf(`http://127.0.0.1:${environment['PORT']}`);
  expect((await client.rpc('Collection.create', { _id: 'Kept' })).result).toBe('OK');
  expect((await client.rpc('CollectionItem.create', { collectionName: 'Kept', item: { n: 1 } })).error).toBeUndefined();
  expect((await client.graphql('{ collection(name: "Kept") { items(query: "n == 1") { totalItems } } }')).data).toEqual({ collection: { items: { totalItems: 1 } } });
  for (const page of ['/', '/docs', '/graphql', '/problems', '/openapi.json', '/openrpc.json', '/schema.graphql']) {
    expect([page, (await client.request(page, { headers: { Accept: 'text/html, */*' } })).status]).toEqual([page, 200]);
  }
});

test.each(['/docs', '/docs/', '/docs/index.html'])('every file that the REST page at %s asks for is in the image', async (path) => {
  const page = await fetch(`http://127.0.0.1:${environment['PORT']}${path}`);
  const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => new URL(match[1]!, page.url).href);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect([file, (await fetch(file)).status]).toEqual([file, 200]);
});

test('npm start, the image and the systemd unit start node with the same flags', () => {
  const flagsOf = (command: string): string[] => command.split(' ').filter((word) => word.startsWith('--'));
  const flags = flagsOf((JSON.parse(read('package.json')) as { scripts: { start: string } }).scripts.start);
  expect(flags).not.toEqual([]);
  expect(flagsOf(programOf(said(final, 'CMD')[0]).join(' '))).toEqual(flags);
  expect(flagsOf(/^ExecStart=(.*)$/m.exec(read('docs/deployment.md'))![1]!)).toEqual(flags);
});

test('the health check of the image says that it is well, and that nobody answers', async () => {
  const check = programOf(said(final, 'HEALTHCHECK')[0]);
  expect(check[0]).toBe('node');
  await exec(check);
  await expect(exec(check, { ...environment, PORT: '1' })).rejects.toMatchObject({ code: 1 });
});

test('keys are administered in it while it runs', async () => {
  const created = await exec(['node', 'dist/keys.js', 'create', '--name', 'ci', '--scope', 'items:read']);
  expect(created.stdout).toMatch(/^[\w-]{43}\n$/);
  expect((await exec(['node', 'dist/keys.js', 'list'])).stdout).toMatch(/^ci /);
});

test('SIGTERM ends it with status 0, the data are where the volume is, and nothing else was written', async () => {
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(readdirSync(data)).toContain('backend.db');
  expect(readdirSync(app).sort()).toEqual(['dist', 'node_modules', 'package.json']);
  expect(said(final, 'USER')).toEqual(['node']);
  expect(said(final, 'VOLUME')).toEqual(['/data']);
});

test('every name in .env.example is a setting, or one that docker-compose.yml asks for', () => {
  const names = [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm)].map((match) => match[1]);
  const asked = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1]);
  const known = new Set([...settingRows.map((row) => row.name), ...asked]);
  expect(names).toEqual(expect.arrayContaining(['ADMIN_KEY', 'DATABASE_URL', 'POSTGRES_PASSWORD']));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
