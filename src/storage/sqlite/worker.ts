import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { limits } from '../../contract/limits.js';
import type { Query } from '../statements/query.js';
import { StoreOverloadedError } from '../store.js';
import type { QueryReply, QueryRequest, WorkerOptions } from './query.worker.js';

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs statements on a thread and a connection of its own, one after another, so that none holds the event loop. The
 * thread starts with the first. It reads what was committed before the statement was sent.
 */
export class SqliteWorker {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly file: string, private readonly isReader: boolean) {}

  /** @throws StoreOverloadedError when too many wait; Error when the statement fails or the worker dies. */
  async all<Row>(query: Query): Promise<readonly Row[]> {
    if (this.waiting.size > limits.scansWaiting) throw new StoreOverloadedError();
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    // Who waits for an answer must not see the process end before it comes.
    worker.ref();
    return new Promise<readonly Row[]>((resolve, reject) => {
      this.waiting.set(id, { resolve: (rows) => { resolve(rows as readonly Row[]); }, reject });
      worker.postMessage({ id, query } satisfies QueryRequest);
    });
  }

  /** Waits for the worker to end. */
  async close(): Promise<void> {
    const worker = this.worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await ended;
  }

  private start(): Worker {
    const worker = new Worker(workerFile(), { workerData: { file: this.file, isReader: this.isReader } satisfies WorkerOptions });
    worker.on('message', (reply: QueryReply) => { this.settle(reply); });
    worker.on('error', (error) => { this.failAll(worker, error instanceof Error ? error : new Error(String(error))); });
    worker.on('exit', () => { this.failAll(worker, new Error('The database worker ended.')); });
    worker.unref();
    return worker;
  }

  private settle({ id, rows, failure }: QueryReply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker?.unref();
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
  const beside = fileURLToPath(new URL('./query.worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../dist/query.worker.js', import.meta.url));
}
