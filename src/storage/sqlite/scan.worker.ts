import { parentPort, workerData } from 'node:worker_threads';
import type { Query } from '../statements/query.js';
import { SqliteConnection } from './connection.js';

export interface ScanRequest {
  readonly id: number;
  readonly query: Query;
}

export interface ScanReply {
  readonly id: number;
  readonly rows?: readonly unknown[];
  readonly failure?: string;
}

/** Answers read-only queries one after another on a connection of its own, away from the event loop that serves. */
const connection = new SqliteConnection(workerData as string, { isReader: true });

parentPort?.on('message', (request: ScanRequest | 'close') => {
  if (request === 'close') {
    connection.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(request));
});

function answer({ id, query }: ScanRequest): ScanReply {
  try {
    return { id, rows: connection.all(query) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
