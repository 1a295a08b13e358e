import { parentPort, workerData } from 'node:worker_threads';
import type { Query } from '../statements/query.js';
import { SqliteConnection } from './connection.js';

export interface QueryRequest {
  readonly id: number;
  readonly query: Query;
}

export interface QueryReply {
  readonly id: number;
  readonly rows?: readonly unknown[];
  readonly failure?: string;
}

export interface WorkerOptions {
  readonly file: string;
  readonly isReader: boolean;
}

/** Runs statements one after another on a connection of its own, away from the event loop that serves. */
const { file, isReader } = workerData as WorkerOptions;
const connection = new SqliteConnection(file, { isReader });

parentPort?.on('message', (request: QueryRequest | 'close') => {
  if (request === 'close') {
    connection.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(request));
});

function answer({ id, query }: QueryRequest): QueryReply {
  try {
    return { id, rows: connection.all(query) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
