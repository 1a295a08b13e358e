import { Store, UnusableDatabaseError } from '../store.js';
import { quickConnections, scanConnections, scanTimeoutMs, statementTimeoutMs, upkeepIdleMs } from './bounds.js';
import { PostgresPool } from './connections.js';
import { reasonOf } from './faults.js';
import { migrate } from './migrate.js';
import type { Pools } from './pools.js';
import { PostgresCollections } from './postgres-collections.js';
import { PostgresDevices } from './postgres-devices.js';
import { PostgresIndexes } from './postgres-indexes.js';
import { PostgresItems } from './postgres-items.js';
import { PostgresLimits } from './postgres-limits.js';
import { PostgresKeys } from './postgres-keys.js';
import { PostgresPushes } from './postgres-pushes.js';
import { PostgresUsers } from './postgres-users.js';
import { PropertyIndexes } from './property-indexes.js';

/** A PostgreSQL database, shared by any number of processes. */
export class PostgresStore extends Store {
  readonly users: PostgresUsers;
  readonly collections: PostgresCollections;
  readonly items: PostgresItems;
  readonly keys: PostgresKeys;
  readonly limits: PostgresLimits;
  readonly devices: PostgresDevices;
  readonly pushes: PostgresPushes;
  readonly indexes: PostgresIndexes;

  private constructor(private readonly pools: Pools, readonly propertyIndexes: PropertyIndexes) {
    super();
    this.users = new PostgresUsers(pools, propertyIndexes);
    this.collections = new PostgresCollections(pools);
    this.items = new PostgresItems(pools, propertyIndexes);
    this.keys = new PostgresKeys(pools.quick);
    this.limits = new PostgresLimits(pools.quick);
    this.devices = new PostgresDevices(pools);
    this.pushes = new PostgresPushes(pools);
    this.indexes = new PostgresIndexes(propertyIndexes);
  }

  /**
   * Connects, and brings the schema up to date. `place` is what messages call the database; `report` is told of what goes
   * wrong in the background.
   *
   * @throws UnusableDatabaseError when that cannot be; its sentence never contains the password.
   */
  static async open(url: string, place: string, report: (error: unknown) => void = () => undefined): Promise<PostgresStore> {
    const pools = {
      quick: new PostgresPool(url, { connections: quickConnections, statementTimeoutMs }),
      scans: new PostgresPool(url, { connections: scanConnections, statementTimeoutMs: scanTimeoutMs }),
    };
    try {
      await migrate(pools.scans);
      const upkeep = new PostgresPool(url, { connections: 1, statementTimeoutMs: 0, idleTimeoutMs: upkeepIdleMs });
      return new PostgresStore(pools, new PropertyIndexes(upkeep, report));
    } catch (cause) {
      await closeAll(pools);
      throw new UnusableDatabaseError(`the PostgreSQL database at ${place} cannot be used: ${reasonOf(cause)}.`, { cause });
    }
  }

  override async ping(): Promise<void> {
    await this.pools.quick.once({ text: 'SELECT 1', values: [] });
  }

  override async close(): Promise<void> {
    await this.propertyIndexes.stop();
    await closeAll(this.pools);
  }
}

async function closeAll({ quick, scans }: Pools): Promise<void> {
  await Promise.all([quick.close(), scans.close()]);
}
