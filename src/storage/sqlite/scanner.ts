import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Query } from '../statements/query.js';
import type { ScanReply, ScanRequest } from './scan.worker.js';

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs queries whose cost grows with the number of records on a worker thread, so that none holds the event loop. The
 * thread starts with the first such query. It reads what was committed before the query was sent.
 */
export class SqliteScanner {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly file: string) {}

  /** @throws Error when the statement fails or the worker dies. */
  async all<Row>(query: Query): Promise<readonly Row[]> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise<readonly Row[]>((resolve, reject) => {
      this.waiting.set(id, { resolve: (rows) => { resolve(rows as readonly Row[]); }, reject });
      worker.postMessage({ id, query } satisfies ScanRequest);
    });
  }

  /** Waits for the worker to end. */
  async close(): Promise<void> {
    const worker = this.worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await ended;
  }

  private start(): Worker {
    const worker = new Worker(workerFile(), { workerData: this.file });
    worker.on('message', (reply: ScanReply) => { this.settle(reply); });
    worker.on('error', (error) => { this.failAll(worker, error instanceof Error ? error : new Error(String(error))); });
    worker.on('exit', () => { this.failAll(worker, new Error('The scan worker ended.')); });
    worker.unref();
    return worker;
  }

  private settle({ id, rows, failure }: ScanReply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (rows !== undefined) waiting?.resolve(rows);
    else waiting?.reject(new Error(failure));
  }

  /** What waits for a worker fails with it; the next query starts another. */
  private failAll(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** Worker threads load JavaScript only: where this runs from TypeScript (jest), the built worker is taken. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./scan.worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../dist/storage/sqlite/scan.worker.js', import.meta.url));
}
