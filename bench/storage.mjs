// The cost of pages, queries and inserts as a collection grows, before and after the index that they ask for is there, on
// both databases: `node bench/storage.mjs [sizes]`. PostgreSQL is the one of the tests, which does not sync.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import postgres from 'postgres';
import { parseQuery } from '../build/monaql/parse.js';
import { openStore } from '../build/storage/open-store.js';
import { launchPostgres } from '../test/support/postgres/launch.mjs';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000, 1_000_000];
const filler = 'x'.repeat(220);
const item = () => ({ id: `i${crypto.randomUUID()}`, ownerUserOid: null, ownerDeviceOid: null, createdAt: 0, updatedAt: 0, permission: { public: '' }, properties: { score: Math.floor(Math.random() * 1e6), text: filler } });
const request = (query, property) => ({ offset: 0, limit: 20, sort: { property, order: 'asc' }, query: parseQuery(query) });

/** Fills a collection, and says when the index is there. */
const databases = {
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const file = join(folder, 'backend.db');
    return {
      url: `sqlite:${file}`,
      fill: async (name, size) => {
        const database = new Database(file);
        database.exec(`INSERT INTO collections (name, is_insertable, default_public_permission, total, last_seq) VALUES ('${name}', 0, '', ${size}, ${size});
          INSERT INTO items (cid, seq, id, created_at, updated_at, permission, properties)
          WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${size})
          SELECT (SELECT max(cid) FROM collections), n, 'i' || lower(hex(randomblob(16))), n, n, '{"public":""}', json_object('score', abs(random()) % 1000000, 'text', '${filler}') FROM counted`);
        database.close();
      },
      isIndexed: async () => {
        const database = new Database(file, { readonly: true });
        const there = database.prepare('SELECT count(*) AS n FROM property_indexes').all()[0].n > 0;
        database.close();
        return there;
      },
      end: async () => { rmSync(folder, { recursive: true }); },
    };
  },
  PostgreSQL: async () => {
    const server = await launchPostgres();
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    return {
      url: server.url,
      fill: async (name, size) => {
        await sql.unsafe(`INSERT INTO collections (name, is_insertable, default_public_permission, total, last_seq) VALUES ('${name}', 0, '', ${size}, ${size})`);
        await sql.unsafe(`INSERT INTO items (cid, seq, id, created_at, updated_at, permission, properties)
          SELECT (SELECT max(cid) FROM collections), n, 'i' || gen_random_uuid(), n, n, '{"public":""}', json_build_object('score', floor(random() * 1000000)::int, 'text', '${filler}')::text FROM generate_series(1, ${size}) AS n`);
        await sql.unsafe('ANALYZE items');
      },
      isIndexed: async () => (await sql.unsafe(`SELECT count(*)::int AS n FROM information_schema.tables WHERE table_name = 'property_indexes'`))[0].n > 0
        && (await sql.unsafe('SELECT count(*)::int AS n FROM property_indexes WHERE is_ready = 1'))[0].n > 0,
      end: async () => {
        await sql.end();
        await server.end();
      },
    };
  },
};

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function measured(store, name, size, rounds) {
  const median = async (work) => {
    const times = [];
    for (let round = 0; round < rounds; round++) times.push(await timed(work));
    return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
  };
  const found = Math.max(1, Math.floor(1e6 - 20 * 1e6 / size));
  return {
    'page sorted': await median(() => store.items.page(name, request('', 'score'))),
    'query, about 20 match': await median(() => store.items.page(name, request(`score > ${found}`))),
    'page by creation': await median(() => store.items.page(name, request(''))),
    'insert, 1 in flight': await timed(async () => { for (let n = 0; n < 200; n++) await store.items.insert(name, item()); }) / 200,
    'insert, 64 in flight': await timed(() => Promise.all(Array.from({ length: 64 }, async () => { for (let n = 0; n < 20; n++) await store.items.insert(name, item()); }))) / 1_280,
  };
}

const rows = [];
for (const [kind, create] of Object.entries(databases)) {
  for (const size of sizes) {
    const database = await create();
    const store = await openStore(database.url, console.error);
    await database.fill('Bench', size);
    // Threads and connections start with their first statement.
    await store.items.page('Bench', request('', '_id'));
    // A third use would ask for the index.
    const before = await measured(store, 'Bench', size, 1);
    await store.items.page('Bench', request('', 'score'));
    const waiting = performance.now();
    while (!(await database.isIndexed()) && size >= 5_000 && performance.now() - waiting < 120_000) await new Promise((resolve) => { setTimeout(resolve, 50); });
    const after = await measured(store, 'Bench', size, 5);
    rows.push({ kind, size, before, after });
    console.error(`${kind}, ${size} items: measured`);
    await store.close();
    await database.end();
  }
}

for (const kind of Object.keys(databases)) {
  const own = rows.filter((row) => row.kind === kind);
  console.log(`\n${kind}, milliseconds (ratio to the smallest)\n| items | ${Object.keys(own[0].before).join(' | ')} |\n|${' --- |'.repeat(6)}`);
  for (const { size, before, after } of own) {
    for (const [when, row, first] of [['before', before, own[0].before], ['after', after, own[0].after]]) {
      console.log(`| ${size} ${when} | ${Object.entries(row).map(([name, ms]) => `${ms.toFixed(3)} (${(ms / first[name]).toFixed(1)})`).join(' | ')} |`);
    }
  }
}
