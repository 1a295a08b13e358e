// The gateway before an upstream: throughput beside a bare translator, owners beside single calls, and what half a
// minute of an upstream that does everything wrong leaves behind.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { latency, throughput } from './measures.mjs';
import { fetchBody, requestOf } from './connection.mjs';
import { server, start } from './processes.mjs';
import { inTurns, ratios, row } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const key = 'a-key-of-the-benchmark';
const headers = { 'X-Monaca-Backend-Management-API-Key': key };
const rounds = 7;
const loadMs = 1_000;
/** A gateway that was never asked before spends most of its time compiling itself. */
const warmUpMs = 8_000;
const connections = 64;
const faultMs = 30_000;
/** So that what is resident tells what is kept, and not how far V8 lets garbage grow where there is room. */
const smallHeap = ['--max-old-space-size=80'];

/** A page of its own for every connection, so that no two reads in flight are the same and none is shared. */
const different = Array.from({ length: connections }, (_, index) => requestOf({ path: `/v1/collections/Scores/items?itemsInPage=10&page=${index + 1}`, headers }));
const owners = requestOf({ path: '/graphql', headers, body: JSON.stringify({ query: '{ collection(name: "Scores") { items(itemsInPage: 100) { items { owner { username } } } } }' }) });
const users = Array.from({ length: 100 }, (_, index) => requestOf({ path: `/v1/users/u${index}`, headers }));

export async function upstreamRows() {
  const upstream = await start([join(here, 'upstream-server.mjs')]);
  /** Callers' keys are passed on, so that no database is needed. */
  const gateway = (more = {}, port = upstream.port, flags = []) => start([...flags, ...server], {
    PORT: '0', LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '0', MANAGEMENT_API_URL: `http://127.0.0.1:${port}/rpc`, ...more,
  });
  const bare = await start([join(here, 'bare-translator.mjs'), `http://127.0.0.1:${upstream.port}/rpc`]);
  const nest = (...upstreamUrl) => start([join(here, 'nest-translator.mjs'), ...upstreamUrl]);
  const [translatorOfNest, nestAlone] = await Promise.all([nest(`http://127.0.0.1:${upstream.port}/rpc`), nest()]);
  const single = await gateway();
  const batching = await gateway({ UPSTREAM_BATCH: 'true' });
  if (await fetchBody(bare.port, different[0]) !== await fetchBody(single.port, different[0])) throw new Error('Not the page of the bare translator.');
  const rows = [];
  for (const [what, { port }, request, aim] of [
    ['REST through the gateway, different pages', single, different, '≥ 1.0'],
    ['REST through the gateway, different pages, UPSTREAM_BATCH', batching, different, '≥ 1.5'],
    ['REST through the gateway, the same page', single, different.slice(0, 1)],
    ['a translator of NestJS, an interceptor, class-validator and axios, nothing else', translatorOfNest, different],
    ['the same without any upstream', nestAlone, different],
  ]) {
    const ours = () => throughput(port, request, connections, loadMs);
    const theirs = () => throughput(bare.port, request, connections, loadMs);
    await throughput(port, request, connections, warmUpMs);
    await theirs();
    rows.push(row(`${what}: replies per second with ${connections} connections / bare translator`, ratios(await inTurns(rounds, ours, theirs)), aim));
  }
  for (const [what, { port }] of [['', single], [', UPSTREAM_BATCH', batching]]) {
    const operation = () => latency(port, owners, 10);
    const calls = async () => { let sum = 0; for (const user of users) sum += await latency(single.port, user, 1); return sum; };
    await operation();
    rows.push(row(`GraphQL, 100 items with different owners${what}: time / 100 single calls`, ratios(await inTurns(rounds, operation, calls))));
  }
  await Promise.all([single, batching, translatorOfNest, nestAlone, bare, upstream].map(({ stop }) => stop()));
  return [...rows, await faultRow(gateway)];
}

async function faultRow(gateway) {
  const upstream = await start([join(here, 'upstream-server.mjs'), '0.2']);
  const { port, pid, stop } = await gateway({ UPSTREAM_TIMEOUT_MS: '500' }, upstream.port, smallHeap);
  const told = new Map();
  const load = async (milliseconds) => {
    const end = performance.now() + milliseconds;
    await Promise.all(Array.from({ length: 32 }, async (_, index) => {
      for (let turn = 0; performance.now() < end; turn++) {
        const reply = await fetch(`http://127.0.0.1:${port}/v1/users/u${index}-${turn}`, { headers });
        await reply.arrayBuffer();
        told.set(reply.status, (told.get(reply.status) ?? 0) + 1);
      }
    }));
  };
  await load(5_000);
  const before = residentBytes(pid);
  await load(faultMs);
  const after = residentBytes(pid);
  await Promise.all([stop(), upstream.stop()]);
  const statuses = [...told].sort().map(([status, count]) => `${status}: ${count}`).join(', ');
  return row(`${faultMs / 1_000} s of a fifth of all exchanges going wrong (${statuses}), heap of 80 MB: memory after / before`, [after / before], '1.0');
}

function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1_024;
}
