import * as statements from '../statements/postgres/limits.js';
import type { Lease, LeaseRequest, LimitStore } from '../store.js';
import type { PostgresPool } from './connections.js';

/** How often the windows that are over are deleted, in milliseconds. */
const sweepEveryMs = 60_000;

export class PostgresLimits implements LimitStore {
  private sweptAt = performance.now();

  constructor(private readonly pool: PostgresPool) {}

  async lease(request: LeaseRequest): Promise<Lease> {
    const [row] = await this.pool.write<{ readonly granted: number; readonly used: number; readonly ends_in: number }>(statements.lease(request));
    if (row === undefined) throw new Error('A lease was not answered.');
    await this.sweepWhenDue();
    return { granted: row.granted, left: Math.max(0, request.limit - row.used), endsInMs: row.ends_in };
  }

  private async sweepWhenDue(): Promise<void> {
    if (performance.now() - this.sweptAt < sweepEveryMs) return;
    this.sweptAt = performance.now();
    await this.pool.write(statements.deleteEndedWindows());
  }
}
