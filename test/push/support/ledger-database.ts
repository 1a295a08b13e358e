import { createHash } from 'node:crypto';
import Database from 'libsql';
import postgres from 'postgres';

/** The rows of devices and pushes, behind the server's back. */
export interface LedgerDatabase {
  /** Registers devices of project p1, release builds on Android, with these tokens. */
  addDevices: (tokens: readonly string[]) => Promise<void>;
  /** As if the time of all claims had passed: for when those who held them are dead. */
  ageClaims: () => Promise<void>;
  /** The recipients of all pushes by outcome, counted row by row. */
  outcomes: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
}

export async function openLedger(url: string): Promise<LedgerDatabase> {
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  return file === undefined ? postgresLedger(url) : sqliteLedger(file);
}

const rowOf = (token: string): string[] => ['p1', `device of ${token}`, 'android', 'release', token, createHash('sha256').update(token).digest('base64url')];
const insert = 'INSERT INTO devices (project, id, platform, build_type, token, token_sha256, created_at, updated_at)';
const total = (count: number): string => `INSERT INTO device_totals (project, total) VALUES ('p1', ${count})`;
const age = `UPDATE push_batches SET due_at = 0; UPDATE pushes SET due_at = 0 WHERE status = 'queue'`;
const count = `SELECT coalesce(outcome, 'open') AS outcome, count(*) AS number FROM push_recipients GROUP BY outcome`;

interface Counted {
  readonly outcome: string;
  readonly number: number | string;
}

function byOutcome(rows: readonly Counted[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ outcome, number }) => [outcome, Number(number)]));
}

function sqliteLedger(file: string): LedgerDatabase {
  const database = new Database(file);
  database.exec('PRAGMA busy_timeout = 10000');
  return {
    addDevices: async (tokens) => {
      const statement = database.prepare<string[]>(`${insert} VALUES (?, ?, ?, ?, ?, ?, 0, 0)`);
      database.exec('BEGIN IMMEDIATE');
      for (const token of tokens) statement.run(...rowOf(token));
      database.exec(total(tokens.length));
      database.exec('COMMIT');
    },
    ageClaims: async () => { database.exec(age); },
    outcomes: async () => byOutcome(database.prepare(count).all() as Counted[]),
    close: async () => { database.close(); },
  };
}

function postgresLedger(url: string): LedgerDatabase {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  return {
    addDevices: async (tokens) => {
      const rows = JSON.stringify(tokens.map(rowOf));
      await sql.unsafe(`${insert} SELECT row->>0, row->>1, row->>2, row->>3, row->>4, row->>5, 0, 0 FROM json_array_elements($1::text::json) AS row`, [rows]);
      await sql.unsafe(total(tokens.length));
    },
    ageClaims: async () => { await sql.unsafe(age); },
    outcomes: async () => byOutcome(await sql.unsafe<Counted[]>(count)),
    close: () => sql.end(),
  };
}
