// What is measured, one time each; run.mjs repeats and compares.
import { Connection, fetchBody, requestOf } from './connection.mjs';
import { start } from './processes.mjs';
import { median } from './table.mjs';

/** Milliseconds from spawning node to its first 200. */
export async function startTime(args, environment, path) {
  const { port, spawnedAt, stop } = await start(args, environment);
  await fetchBody(port, requestOf({ path }));
  const elapsed = performance.now() - spawnedAt;
  await stop();
  return elapsed;
}

/** The median of the milliseconds that a request takes, `count` of them one after another on one connection. */
export async function latency(port, request, count) {
  const connection = await Connection.open(port);
  const times = [];
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now();
    await connection.exchange(request);
    times.push(performance.now() - startedAt);
  }
  connection.close();
  return median(times);
}

/** Replies a second, with `connections` requests in flight at any time; of several requests each connection has its own. */
export async function throughput(port, request, connections, milliseconds) {
  const all = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  let replies = 0;
  const startedAt = performance.now();
  const end = startedAt + milliseconds;
  await Promise.all(all.map(async (connection, index) => {
    const own = Array.isArray(request) ? request[index % request.length] : request;
    while (performance.now() < end) {
      await connection.exchange(own);
      replies++;
    }
    connection.close();
  }));
  return replies / (performance.now() - startedAt) * 1_000;
}
