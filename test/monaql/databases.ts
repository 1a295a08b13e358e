import postgres from 'postgres';
import type { FieldResolver } from '../../src/monaql/fields.js';
import { postgres as postgresDialect } from '../../src/monaql/postgres.js';
import { sqlite as sqliteDialect } from '../../src/monaql/sqlite.js';
import { sqliteJson } from '../../src/monaql/sqlite-json.js';
import type { Dialect } from '../../src/monaql/dialect.js';
import { SqliteConnection } from '../../src/storage/sqlite/connection.js';
import type { Value } from '../../src/storage/statements/query.js';
import { postgresDatabase } from '../support/databases.js';
import type { AnyRecord } from './arbitraries.js';

/** A database with one table of records, that speaks only as the compiler tells it to. */
export interface Records {
  readonly dialect: Dialect;
  readonly resolve: FieldResolver;
  /** Replaces all records; their places are counted from 0. */
  readonly hold: (records: readonly AnyRecord[]) => Promise<void>;
  /** `condition` and `order` are what the compiler wrote. */
  readonly places: (condition: string, values: readonly Value[], order: readonly string[]) => Promise<number[]>;
  readonly end: () => Promise<void>;
}

const columns = 'seq, id, owner, created, permission, properties';

/** What a record of the table is to the outside: what `matches` looks at. */
export function outside({ properties, createdAt, ownerUserOid, permission }: AnyRecord, place: number): Record<string, unknown> {
  return { ...properties, _id: idOf(place), _createdAt: createdAt, _ownerUserOid: ownerUserOid, _permission: permission };
}

function idOf(place: number): string {
  return `i${String(place % 7)}-${place}`;
}

function resolver(document: string, permission: string): FieldResolver {
  return ([name = '', ...nested]) => {
    if (!name.startsWith('_')) return { kind: 'json', column: document, path: [name, ...nested] };
    if (name === '_permission') return { kind: 'json', column: permission, path: nested };
    if (nested.length > 0) return { kind: 'missing' };
    if (name === '_createdAt') return { kind: 'integer', column: 'created' };
    if (name === '_id') return { kind: 'text', column: 'id', isNullable: false };
    return name === '_ownerUserOid' ? { kind: 'text', column: 'owner', isNullable: true } : { kind: 'missing' };
  };
}

export async function sqliteRecords(): Promise<Records> {
  const connection = new SqliteConnection(':memory:');
  connection.run({ text: 'CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, owner TEXT, created INTEGER NOT NULL, permission TEXT NOT NULL, properties TEXT NOT NULL) STRICT', values: [] });
  return {
    dialect: sqliteDialect,
    resolve: resolver('properties', 'permission'),
    hold: async (records) => {
      connection.transaction(() => {
        connection.run({ text: 'DELETE FROM records', values: [] });
        records.forEach(({ properties, createdAt, ownerUserOid, permission }, place) => {
          connection.run({ text: `INSERT INTO records (${columns}) VALUES (?, ?, ?, ?, ?, ?)`, values: [place, idOf(place), ownerUserOid, createdAt, sqliteJson(permission), sqliteJson(properties)] });
        });
      });
    },
    places: async (condition, values, order) => connection.all<{ seq: number }>({ text: `SELECT seq FROM records WHERE ${condition} ORDER BY ${[...order, 'seq ASC'].join(', ')}`, values }).map(({ seq }) => seq),
    end: async () => { connection.close(); },
  };
}

export async function postgresRecords(): Promise<Records> {
  const database = await postgresDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql.unsafe('CREATE TABLE records (seq int PRIMARY KEY, id text COLLATE "C" NOT NULL, owner text COLLATE "C", created bigint NOT NULL, permission jsonb NOT NULL, document jsonb NOT NULL)');
  return {
    dialect: postgresDialect,
    resolve: resolver('document', 'permission'),
    hold: async (records) => {
      const rows = records.map(({ properties, createdAt, ownerUserOid, permission }, place) => ({ seq: place, id: idOf(place), owner: ownerUserOid, created: createdAt, permission, document: properties }));
      await sql.unsafe('DELETE FROM records');
      await sql.unsafe(`INSERT INTO records SELECT seq, id, owner, created, permission, document FROM json_populate_recordset(NULL::records, $1::text::json)`, [JSON.stringify(rows)]);
    },
    places: async (condition, values, order) => {
      let count = 0;
      const text = `SELECT seq FROM records WHERE ${condition} ORDER BY ${[...order, 'seq ASC'].join(', ')}`.replace(/\?/g, () => `$${++count}`);
      const rows = await sql.unsafe<{ seq: number }[]>(text, [...values]);
      return rows.map(({ seq }) => seq);
    },
    end: async () => {
      await sql.end();
      await database.remove();
    },
  };
}
