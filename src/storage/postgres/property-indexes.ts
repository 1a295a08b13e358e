import { readPath } from '../../monaql/path.js';
import * as shared from '../index-bounds.js';
import * as statements from '../statements/postgres/property-indexes.js';
import { propertiesUsed } from '../statements/properties-used.js';
import type { PageRequest } from '../store.js';
import * as bounds from './bounds.js';
import type { PostgresPool } from './connections.js';

interface IndexRow {
  readonly id: number;
  readonly cid: number;
  readonly property: string;
  readonly is_ready: number;
  readonly is_valid: boolean;
  readonly created_at: number;
  readonly last_used_at: number;
  /** null where the collection is gone, and for users. */
  readonly collection: string | null;
}

/** An index on a property of a collection's items, or of users. */
export interface PropertyIndex {
  /** The number of the collection; 0 stands for users. */
  readonly cid: number;
  /** undefined: of users. */
  readonly collection: string | undefined;
  readonly property: string;
  readonly isReady: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

interface Use {
  readonly cid: number;
  readonly property: string;
  count: number;
  isNoted: boolean;
}

type Made = 'created' | 'there already' | 'too many' | 'not indexable' | 'busy';

/**
 * Makes indexes on the properties that are really sorted and filtered by, concurrently with all else, and drops those long
 * unused. What is to be there stands in a table; the database is brought in line with it by one process at a time, so that
 * an index whose builder died is found invalid, dropped and built anew.
 */
export class PropertyIndexes {
  private readonly uses = new Map<string, Use>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  /** `upkeep` is one connection without a time limit: the lock belongs to it. */
  constructor(
    private readonly upkeep: PostgresPool, private readonly report: (error: unknown) => void, private readonly now: () => number = Date.now,
    private readonly worth = { records: shared.recordsWorthAnIndex, uses: shared.usesWorthAnIndex },
  ) {}

  /** To be told of each page that may need more than the indexes that are always there; `total` is of all records there are. */
  noteUse(cid: number, total: number, request: PageRequest): void {
    if (total < this.worth.records || this.isStopped) return;
    for (const property of propertiesUsed(request, shared.propertiesNotedOfRequest)) {
      const key = `${cid} ${property}`;
      const use = this.uses.get(key) ?? { cid, property, count: 0, isNoted: false };
      use.count++;
      use.isNoted = false;
      if (this.uses.size < shared.usesKept) this.uses.set(key, use);
      if (use.count === this.worth.uses) this.schedule(0);
    }
    if (this.uses.size > 0) this.schedule(bounds.indexUpkeepMs);
  }

  async list(): Promise<readonly PropertyIndex[]> {
    return (await this.rows()).map((row) => ({
      cid: row.cid, collection: row.collection ?? undefined, property: row.property, isReady: row.is_ready === 1 && row.is_valid, createdAt: row.created_at, lastUsedAt: row.last_used_at,
    }));
  }

  /** Resolves when the index is built, or will not be. */
  async create(cid: number, property: string): Promise<Made> {
    return (await this.alone(() => this.make(cid, property))) ?? 'busy';
  }

  async drop(cid: number, property: string): Promise<'dropped' | 'missing' | 'busy'> {
    return (await this.alone(async () => {
      const row = (await this.rows()).find((each) => each.cid === cid && each.property === property);
      if (row === undefined) return 'missing';
      await this.remove(row);
      this.uses.delete(`${cid} ${property}`);
      return 'dropped';
    })) ?? 'busy';
  }

  /** Notes uses, repairs what is broken, drops what nobody needs, and makes what is wanted; does nothing while another process does. */
  async tend(): Promise<void> {
    await this.alone(async () => {
      await this.noteUses();
      for (const { id } of await this.upkeep.read<{ readonly id: number }>(statements.orphanedIndexes())) await this.upkeep.once(statements.dropIndex(id));
      for (const row of await this.rows()) {
        if (this.isUnneeded(row)) await this.remove(row);
        else if (row.is_ready === 0 || !row.is_valid) await this.build(row.id, row.cid, row.property);
      }
      for (const [key, use] of this.uses) {
        if (use.count < this.worth.uses || this.isStopped) continue;
        await this.make(use.cid, use.property);
        this.uses.delete(key);
      }
      // Paths are the caller's to choose: odd ones must not take the place of others for good.
      if (this.uses.size >= shared.usesKept) this.uses.clear();
    });
  }

  /** An index that is being built is left to the next process that tends. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.upkeep.close(0);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (delayMs === 0) clearTimeout(this.timer);
    else if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.tend().catch((error: unknown) => { if (!this.isStopped) this.report(error); });
    }, delayMs).unref();
  }

  /** Resolves to undefined where another process is at it; within this one, what comes waits: the lock is the connection's. */
  private async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    const mine = this.running.then(() => this.locked(work));
    this.running = mine.catch(() => undefined);
    return mine;
  }

  private async locked<T>(work: () => Promise<T>): Promise<T | undefined> {
    const [lock] = await this.upkeep.once<{ readonly is_mine: boolean }>(statements.tryLockIndexes());
    if (lock?.is_mine !== true) return undefined;
    try {
      return await work();
    } finally {
      if (!this.isStopped) await this.upkeep.once(statements.unlockIndexes());
    }
  }

  private async rows(): Promise<readonly IndexRow[]> {
    return this.upkeep.read<IndexRow>(statements.allPropertyIndexes());
  }

  private isUnneeded(row: IndexRow): boolean {
    return (row.cid !== statements.usersCid && row.collection === null) || row.last_used_at < this.now() - shared.indexUnusedMs;
  }

  private async make(cid: number, property: string): Promise<Made> {
    const path = readPath(property);
    if (path === undefined || !statements.isIndexable(cid, path)) return 'not indexable';
    const rows = await this.rows();
    if (rows.some((row) => row.cid === cid && row.property === property)) return 'there already';
    const ofThisKind = rows.filter((row) => row.cid === cid);
    const full = ofThisKind.length >= bounds.propertyIndexesOfOneKind ? ofThisKind : rows.length >= bounds.propertyIndexesInAll ? rows : [];
    const [leastUsed] = full;
    if (leastUsed !== undefined) {
      if (leastUsed.last_used_at > this.now() - shared.indexSpareMs) return 'too many';
      await this.remove(leastUsed);
    }
    const [inserted] = await this.upkeep.once<{ readonly id: number }>(statements.insertPropertyIndex(cid, property, this.now()));
    if (inserted !== undefined) await this.build(inserted.id, cid, property);
    return 'created';
  }

  private async build(id: number, cid: number, property: string): Promise<void> {
    const path = readPath(property);
    if (path === undefined) return;
    await this.upkeep.once(statements.markIndexReady(id, false));
    await this.upkeep.once(statements.dropIndex(id));
    await this.upkeep.once(statements.createIndex(id, cid, path));
    await this.upkeep.once(statements.analyze(cid));
    await this.upkeep.once(statements.markIndexReady(id, true));
  }

  /** The row goes first: an index without one is found and dropped, one with a row would be built again. */
  private async remove({ id }: IndexRow): Promise<void> {
    await this.upkeep.once(statements.deletePropertyIndex(id));
    await this.upkeep.once(statements.dropIndex(id));
  }

  private async noteUses(): Promise<void> {
    for (const use of this.uses.values()) {
      if (use.isNoted) continue;
      use.isNoted = true;
      await this.upkeep.once(statements.noteUseOfIndex(use.cid, use.property, this.now()));
    }
  }
}
