import Database from 'libsql';
import { migrations } from '../migrations/migrations.js';
import type { Query, Value } from '../statements/query.js';

/** How long a statement waits for another process to finish writing, in milliseconds. */
const busyTimeoutMs = 5_000;

interface ConnectionOptions {
  readonly isReader?: boolean;
  /** Told of each commit; whoever is, works off the write-ahead log. */
  readonly onCommit?: () => void;
}

/**
 * One connection to an SQLite file, through libsql: the only file that knows the driver. Statements are prepared once
 * a text. Rows are read with all(), because the driver's get() adds a key of its own to them, and an iterate() that is
 * left early keeps the table locked.
 */
export class SqliteConnection {
  private readonly database: Database.Database;
  private readonly prepared = new Map<string, Database.Statement>();

  /** @throws Error when the file cannot be opened or is no database. */
  constructor(file: string, private readonly options: ConnectionOptions = {}) {
    this.database = new Database(file, options.isReader === true ? { readonly: true } : {});
    this.database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (options.isReader === true) return;
    this.database.exec('PRAGMA journal_mode = WAL');
    // FULL: what was answered survives the loss of power, not only of the process.
    this.database.exec('PRAGMA synchronous = FULL');
    // 64 MiB: with the default of 2, deleting the rows of a large collection reads most pages again and again.
    this.database.exec('PRAGMA cache_size = -65536');
    if (options.onCommit !== undefined) this.database.exec('PRAGMA wal_autocheckpoint = 0');
  }

  all<Row>(query: Query): Row[] {
    return this.statement(query.text).all(...query.values) as Row[];
  }

  first<Row>(query: Query): Row | undefined {
    return this.all<Row>(query)[0];
  }

  /** Returns how many rows were changed. */
  run(query: Query): number {
    const { changes } = this.statement(query.text).run(...query.values);
    if (!this.database.inTransaction) this.options.onCommit?.();
    return changes;
  }

  /** Runs `work` in one transaction; whatever it throws rolls back. */
  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      this.options.onCommit?.();
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  get isInTransaction(): boolean {
    return this.database.inTransaction;
  }

  /** Runs `work` within a transaction; whatever it throws rolls back what it did, and nothing else. */
  savepoint<T>(work: () => T): T {
    this.database.exec('SAVEPOINT part');
    try {
      const result = work();
      this.database.exec('RELEASE part');
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK TO part; RELEASE part');
      throw error;
    }
  }

  /** Brings the schema up to date; each migration is one transaction, and other processes wait for it. */
  migrate(): void {
    for (const [index, migration] of migrations.entries()) {
      this.transaction(() => {
        const done = this.first<{ user_version: number }>({ text: 'PRAGMA user_version', values: [] })?.user_version ?? 0;
        if (done > migrations.length) throw new Error(`The database has schema version ${done}; this program knows versions up to ${migrations.length}.`);
        if (done > index) return;
        this.database.exec(migration);
        this.database.exec(`PRAGMA user_version = ${index + 1}`);
      });
    }
  }

  /** The writer leaves a file that is whole without its log. */
  close(): void {
    this.prepared.clear();
    if (this.options.isReader !== true) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  private statement(text: string): Database.Statement<Value[]> {
    const known = this.prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.database.prepare<Value[]>(text);
    // Texts differ only by sort property; the bound keeps odd ones from filling the memory.
    if (this.prepared.size >= 256) this.prepared.clear();
    this.prepared.set(text, statement);
    return statement;
  }
}

/** Whether an error says that a unique value is taken already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}
