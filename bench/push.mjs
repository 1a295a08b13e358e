// What `npm run bench:push` runs: how fast a push goes out, beside a bare loop that sends the same requests to the same provider.
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { server as serverArgs, start, stopAll } from './processes.mjs';
import { key, seed } from './seed.mjs';
import { inTurns, markdown, ratios, row } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const rounds = 5;
const few = 20_000;
const many = 100_000;
const atOnce = 100;

const loadBefore = loadavg()[0];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.once('exit', () => { rmSync(folder, { recursive: true, force: true }); });
const file = join(folder, 'backend.db');

try {
  await seed(file, {});
  seedDevices({ debug: few, release: many });
  const provider = await start([join(here, 'fake-fcm.mjs')]);
  writeProjects(provider.port);
  const server = await start(serverArgs, { PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: `sqlite:${file}`, PUSH_PROJECTS_FILE: join(folder, 'push.json') });
  await push(server, 'debug');
  const pairs = await inTurns(rounds, async () => (await push(server, 'debug')).perSecond, () => bare(provider.port));
  const small = await push(server, 'debug', () => memoryOf(server.pid));
  const large = await push(server, 'release', () => memoryOf(server.pid));
  const rows = [
    row('deliveries per second / a bare undici loop', ratios(pairs), '≥ 0.5'),
    row('deliveries per second', pairs.map(([ours]) => ours)),
    row(`Push.send for ${many} recipients`, [large.sendMs], '', ' ms'),
    row(`from Push.send to the first request, ${many} recipients`, [large.queueMs], '', ' ms'),
    row(`deliveries per second, ${many} recipients`, [large.perSecond]),
    row(`memory at its highest while sending to ${many} / to ${few}`, [Math.max(...large.samples) / Math.max(...small.samples)], '1.0'),
    row(`memory at its highest while sending to ${many}`, [Math.max(...large.samples)], '', ' MiB'),
  ];
  console.log(markdown(['what', 'median', 'all rounds', 'aim'], rows));
  console.log(`\nNode ${process.version}, ${cpus().length} cores, load ${loadBefore.toFixed(1)} before the run; SQLite; ${atOnce} requests at a time; the provider is a process of its own.`);
} finally {
  await stopAll();
}

function seedDevices(builds) {
  const database = new Database(file);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const insert = database.prepare('INSERT INTO devices (project, id, platform, build_type, token, token_sha256, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 0, 0)');
  for (const [build, count] of Object.entries(builds)) {
    for (let n = 0; n < count; n++) {
      const token = `${build}-${n}-${'x'.repeat(140)}`;
      insert.run('bench', `device-${build}-${n}`, 'android', build, token, createHash('sha256').update(token).digest('base64url'));
    }
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function writeProjects(port) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const endpoint = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'fcm.json'), JSON.stringify({ client_email: 'bench@example.com', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }), token_uri: `${endpoint}/token` }));
  writeFileSync(join(folder, 'push.json'), JSON.stringify([{ pushProjectId: 'bench', android: { provider: 'fcm', projectId: 'bench', serviceAccountFile: 'fcm.json', endpoint } }]));
}

/** Sends a push and waits for its end, looking at it now and then; `sample` is called at each look. */
async function push({ port }, buildType, sample = () => 0) {
  const startedAt = performance.now();
  const { queueIdList: [queueId] } = await call(port, 'Push.send', { pushProjectId: 'bench', platform: 'android', buildType, title: 'Title', message: 'Hello' });
  const sendMs = performance.now() - startedAt;
  const samples = [];
  for (;;) {
    await sleep(100);
    samples.push(sample());
    const status = await call(port, 'Push.status', { pushProjectId: 'bench', queueId });
    if (status.status !== 'finish') continue;
    if (status.numPushed !== status.numTarget) throw new Error(`Not all were delivered: ${JSON.stringify(status)}`);
    return { sendMs, samples, queueMs: status.pushStartedAt - status.createdAt, perSecond: status.numTarget / (status.pushFinishedAt - status.pushStartedAt) * 1_000 };
  }
}

async function call(port, method, params) {
  const reply = await fetch(`http://127.0.0.1:${port}/rpc`, { method: 'POST', headers: { Authorization: `Bearer ${key}` }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
  const { result, error } = await reply.json();
  if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}

function bare(port) {
  const { status, stdout } = spawnSync(process.execPath, [join(here, 'bare-sender.mjs'), port, few, atOnce].map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error('The bare loop failed.');
  return Number(stdout);
}

/** Resident memory of a process, in MiB. */
function memoryOf(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}
