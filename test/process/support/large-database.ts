import Database from 'libsql';
import { SqliteStore } from '../../../src/storage/sqlite/sqlite-store.js';

/** A database file that is filled and looked into behind the server's back. */
export class LargeDatabase {
  private constructor(private readonly database: Database.Database) {}

  static async create(file: string): Promise<LargeDatabase> {
    // Brings the schema up to date.
    await SqliteStore.open(file).close();
    return new LargeDatabase(new Database(file));
  }

  /** Adds users; like all ids these are random, so that they stand anywhere in an index. */
  addUsers(count: number): void {
    this.database.exec(`INSERT INTO users (id, id_lower, username, username_lower, password_hash, created_at, updated_at, properties)
      SELECT id, id, 'user' || n, 'user' || n, 'none', n, n, properties FROM (${generated('u', count)})`);
    this.database.exec(`UPDATE totals SET total = total + ${count} WHERE name = 'users'`);
  }

  addCollection(name: string, count: number): void {
    this.database.exec(`INSERT INTO collections (name, is_insertable, default_public_permission, total, last_seq) VALUES ('${name}', 0, '', ${count}, ${count})`);
    this.database.exec(`INSERT INTO items (cid, seq, id, created_at, updated_at, permission, properties)
      SELECT (SELECT max(cid) FROM collections), n, id, n, n, '{"public":""}', properties FROM (${generated('i', count)})`);
  }

  /** Registers devices of the demo project, each with one of the users, who must be there. */
  addDevices(count: number): void {
    this.database.exec(`INSERT INTO devices (project, id, platform, build_type, token, token_sha256, user_oid, created_at, updated_at)
      SELECT 'demo', id, 'android', 'release', id, id, (SELECT users.id FROM users WHERE seq = n), n, n FROM (${generated('d', count)})`);
    this.database.exec(`INSERT INTO device_totals (project, total) VALUES ('demo', ${count})`);
  }

  oldestIds(table: 'items' | 'users', count: number): string[] {
    return this.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY seq LIMIT ${count}`).map(({ id }) => id);
  }

  /** Whether the items of a dropped collection are still being swept away. */
  get hasDroppedCollection(): boolean {
    return this.all('SELECT 1 FROM collections WHERE is_dropped = 1').length > 0;
  }

  close(): void {
    this.database.close();
  }

  private all<Row>(statement: string): Row[] {
    return this.database.prepare(statement).all() as Row[];
  }
}

/** Rows n = 1…count with an id and about 300 bytes of properties. */
function generated(prefix: string, count: number): string {
  return `WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count})
    SELECT n, '${prefix}' || lower(hex(randomblob(16))) AS id,
      json_object('score', abs(random()) % 1000000, 'player', json_object('name', 'player' || n, 'level', n % 100), 'text', '${'x'.repeat(220)}') AS properties
    FROM counted`;
}
