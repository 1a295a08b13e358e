// What `npm run bench` runs: prints one table. Everything is measured in turns with what it is compared with, so that
// whatever else the machine does falls on both.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { latency, startTime, throughput } from './measures.mjs';
import { server, start, stopAll } from './processes.mjs';
import { expectSamePage, graphql, jsonRpc, rest } from './requests.mjs';
import { seed } from './seed.mjs';
import { inTurns, markdown, ratios, row } from './table.mjs';
import { upstreamRows } from './upstream.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bareHttp = `const server = require('node:http').createServer((_, reply) => reply.setHeader('Content-Length', 0).end());
server.listen(0, '127.0.0.1', () => console.log(server.address().port)); process.once('SIGTERM', () => process.exit(0));`;

const starts = 7;
const latencyRounds = 9;
const requestsInARow = 200;
const loadRounds = 7;
const loadMs = 1_000;
const connections = 32;

const loadBefore = loadavg()[0];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.once('exit', () => { rmSync(folder, { recursive: true, force: true }); });
const file = join(folder, 'backend.db');
const environment = (logLevel) => ({ PORT: '0', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: logLevel, DATABASE_URL: `sqlite:${file}` });

try {
  await seed(file, { Small: 1_000, Large: 100_000 });
  const rows = [...(await startRows()), ...(await latencyRows()), ...(await throughputRows()), ...(await upstreamRows())];
  console.log(markdown(['what', 'median', 'all rounds', 'aim'], rows));
  console.log(`\nNode ${process.version}, ${cpus().length} cores, load ${loadBefore.toFixed(1)} before the run. A page is 10 items of 300 bytes, uncompressed. "Bare" is node:http giving the same page from the same file.`);
} finally {
  await stopAll();
}

async function startRows() {
  const pairs = await inTurns(starts, () => startTime(server, environment('warn'), '/health/ready'), () => startTime(['-e', bareHttp], {}, '/'));
  return [
    row('start to ready', pairs.map(([ours]) => ours / 1_000), '< 1.5 s', ' s'),
    row('start to ready / start of node with an HTTP server', ratios(pairs)),
  ];
}

async function latencyRows() {
  const { port, stop } = await start(server, environment('warn'));
  const rows = [];
  for (const order of ['asc', 'desc']) {
    const of = (name) => () => latency(port, rest(name, order), requestsInARow);
    await of('Small')();
    rows.push(row(`time of the first page by _createdAt ${order}, of 100 000 / of 1 000 items`, ratios(await inTurns(latencyRounds, of('Large'), of('Small'))), '1.0'));
  }
  await stop();
  return rows;
}

async function throughputRows() {
  const { port: bare } = await start([join(here, 'bare-server.mjs'), file]);
  const { port: warn } = await start(server, environment('warn'));
  const { port: info } = await start(server, environment('info'));
  await expectSamePage(bare, warn, 'Large');
  const compared = [
    ['REST page, LOG_LEVEL=warn', warn, rest('Large', 'asc'), '≥ 0.5'],
    ['REST page, LOG_LEVEL=info', info, rest('Large', 'asc')],
    ['JSON-RPC CollectionItem.list, LOG_LEVEL=warn', warn, jsonRpc('Large')],
    ['GraphQL, the same fields, LOG_LEVEL=warn', warn, graphql('Large')],
  ];
  const rows = [];
  for (const [what, port, request, aim] of compared) {
    const ours = () => throughput(port, request, connections, loadMs);
    const theirs = () => throughput(bare, rest('Large', 'asc'), connections, loadMs);
    await ours();
    await theirs();
    rows.push(row(`${what}: replies per second with ${connections} connections / bare`, ratios(await inTurns(loadRounds, ours, theirs)), aim));
  }
  return rows;
}
