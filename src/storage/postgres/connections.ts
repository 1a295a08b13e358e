import postgres from 'postgres';
import type { Query } from '../statements/query.js';
import * as bounds from './bounds.js';
import { isReadWorthRepeating, isWriteWorthRepeating } from './faults.js';
import { retried } from './retry.js';

type Sql = postgres.Sql<{ bigint: number }>;

/** What a statement answered: its rows, and how many were read or changed. */
export type Rows<Row> = readonly Row[] & { readonly count: number };

/** Statements of one transaction. */
export type Transaction = <Row>(query: Query) => Promise<Rows<Row>>;

export interface PoolOptions {
  readonly connections: number;
  /** 0: as long as it takes. */
  readonly statementTimeoutMs: number;
  /** How long a connection is kept that has nothing to do; undefined: as long as the pool. */
  readonly idleTimeoutMs?: number;
}

/**
 * A pool of connections to PostgreSQL, through postgres.js: the only file that knows the driver. Connections are made
 * when they are needed, and again after the server was away. Statement texts hold question marks, as those for SQLite do.
 */
export class PostgresPool {
  private readonly sql: Sql;
  /** The text as PostgreSQL wants it, of those that are kept prepared. */
  private readonly prepared = new Map<string, string>();

  constructor(url: string, { connections, statementTimeoutMs, idleTimeoutMs }: PoolOptions) {
    this.sql = postgres(url, {
      max: connections,
      ...(idleTimeoutMs !== undefined && { idle_timeout: idleTimeoutMs / 1_000 }),
      connect_timeout: bounds.connectTimeoutMs / 1_000,
      // How long after a failure the next attempt to connect may be made, in seconds: the driver's own grows to 20.
      backoff: () => 0.02,
      connection: { application_name: 'monaca-backend', statement_timeout: statementTimeoutMs, idle_in_transaction_session_timeout: bounds.idleInTransactionTimeoutMs },
      // Counters and times are far below 2^53.
      types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
      fetch_types: false,
      onnotice: () => undefined,
    });
  }

  /** Runs a statement that changes nothing; it is run again when the connection breaks. */
  async read<Row>(query: Query): Promise<Rows<Row>> {
    return retried(() => this.send<Row>(this.sql, query), isReadWorthRepeating);
  }

  /** Runs a statement that is a transaction of its own; it is run again only when it certainly did nothing. */
  async write<Row>(query: Query): Promise<Rows<Row>> {
    return retried(() => this.send<Row>(this.sql, query), isWriteWorthRepeating);
  }

  /** Runs a statement once, whatever becomes of it. */
  async once<Row>(query: Query): Promise<Rows<Row>> {
    return this.send<Row>(this.sql, query);
  }

  /** Runs `work` in one transaction; whatever it throws rolls back. It may be run again, so it changes nothing else. */
  async transaction<T>(work: (run: Transaction) => Promise<T>): Promise<T> {
    return retried(async () => {
      const result: unknown = await this.sql.begin((within) => work((query) => this.send(within, query)));
      return result as T;
    }, isWriteWorthRepeating);
  }

  /** Runs texts without values, several statements each, as they are. */
  async script(work: (run: (text: string) => Promise<Rows<Record<string, unknown>>>) => Promise<void>): Promise<void> {
    await this.sql.begin((within) => work((text) => within.unsafe<Record<string, unknown>[]>(text)));
  }

  /** Waits a while for what is under way. */
  async close(waitMs = bounds.closeTimeoutMs): Promise<void> {
    await this.sql.end({ timeout: waitMs / 1_000 });
  }

  private async send<Row>(sql: Sql | postgres.TransactionSql<{ bigint: number }>, query: Query): Promise<Rows<Row>> {
    const { text, isPrepared } = this.textOf(query);
    return (await sql.unsafe(text, [...query.values], { prepare: isPrepared })) as unknown as Rows<Row>;
  }

  private textOf({ text }: Query): { readonly text: string; readonly isPrepared: boolean } {
    const known = this.prepared.get(text);
    if (known !== undefined) return { text: known, isPrepared: true };
    const numbered = withNumberedPlaceholders(text);
    const isPrepared = this.prepared.size < bounds.preparedTexts;
    if (isPrepared) this.prepared.set(text, numbered);
    return { text: numbered, isPrepared };
  }
}

/** No statement holds a question mark that is anything else: what callers give is bound, or a name of letters and digits. */
function withNumberedPlaceholders(text: string): string {
  let number = 0;
  return text.replaceAll('?', () => `$${++number}`);
}
