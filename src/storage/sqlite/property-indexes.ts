import { readPath } from '../../monaql/path.js';
import * as shared from '../index-bounds.js';
import { propertiesUsed } from '../statements/properties-used.js';
import * as statements from '../statements/property-indexes.js';
import type { IndexedKind } from '../statements/property-indexes.js';
import type { PageRequest } from '../store.js';
import * as bounds from './bounds.js';
import type { SqliteConnection } from './connection.js';
import type { SqliteWorker } from './worker.js';
import type { WriteGate } from './write-gate.js';

interface IndexRow {
  readonly id: number;
  readonly kind: IndexedKind;
  readonly property: string;
  readonly created_at: number;
  readonly last_used_at: number;
}

interface Parts {
  readonly connection: SqliteConnection;
  /** Builds, which takes seconds at a million records. */
  readonly builder: SqliteWorker;
  readonly gate: WriteGate;
  readonly report: (error: unknown) => void;
}

/**
 * Makes indexes on the properties that are really sorted and filtered by, and drops those long unused. A worker builds
 * them; writes wait meanwhile, reads do not, and the event loop is free.
 */
export class PropertyIndexes {
  private readonly uses = new Map<string, number>();
  private readonly noted = new Map<string, number>();
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly parts: Parts, private readonly now: () => number = Date.now) {}

  /** To be told of each page that a query or a sort was asked of; `total` is of all records there are. */
  noteUse(kind: IndexedKind, total: number, request: PageRequest): void {
    if (total < shared.recordsWorthAnIndex || this.isStopped) return;
    for (const property of propertiesUsed(request, shared.propertiesNotedOfRequest)) {
      const key = `${kind} ${property}`;
      const uses = (this.uses.get(key) ?? 0) + 1;
      // Paths are the caller's to choose: odd ones must not fill the memory.
      if (this.uses.size >= shared.usesKept) this.uses.clear();
      this.uses.set(key, uses);
      if (uses === shared.usesWorthAnIndex) this.inBackground(() => this.create(kind, property));
      else if (uses > shared.usesWorthAnIndex) this.noteUseOfIndex(kind, property, key);
    }
  }

  list(): readonly IndexRow[] {
    return this.parts.connection.all<IndexRow>(statements.allPropertyIndexes());
  }

  async create(kind: IndexedKind, property: string): Promise<'created' | 'there already' | 'too many' | 'not indexable'> {
    const path = readPath(property);
    if (path === undefined || !statements.isIndexable(kind, path)) return 'not indexable';
    return this.parts.gate.alone(async () => {
      const rows = this.list();
      if (rows.some((row) => row.kind === kind && row.property === property)) return 'there already';
      const unused = rows.filter((row) => row.last_used_at < this.now() - shared.indexUnusedMs);
      const gone = unused.length > 0 ? unused : rows.length >= bounds.propertyIndexes ? rows.slice(0, 1) : [];
      if (unused.length === 0 && gone.some((row) => row.last_used_at > this.now() - shared.indexSpareMs)) return 'too many';
      await this.alter(async () => {
        for (const row of gone) await this.remove(row);
        const [made] = await this.parts.builder.all<{ id: number }>(statements.insertPropertyIndex(kind, property, this.now()));
        if (made !== undefined) await this.parts.builder.all(statements.createIndex(made.id, kind, path));
        await this.parts.builder.all(statements.analyze(kind));
      });
      return 'created';
    });
  }

  async drop(kind: IndexedKind, property: string): Promise<'dropped' | 'missing'> {
    return this.parts.gate.alone(async () => {
      const row = this.list().find((each) => each.kind === kind && each.property === property);
      if (row === undefined) return 'missing';
      await this.alter(() => this.remove(row));
      this.uses.delete(`${kind} ${property}`);
      return 'dropped';
    });
  }

  /** Resolves when nothing is being built any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private inBackground(work: () => Promise<unknown>): void {
    this.running = this.running.then(work).catch(this.parts.report);
  }

  private noteUseOfIndex(kind: IndexedKind, property: string, key: string): void {
    const at = this.now();
    if (at - (this.noted.get(key) ?? 0) < bounds.indexUseNotedMs) return;
    if (this.noted.size >= shared.usesKept) this.noted.clear();
    this.noted.set(key, at);
    this.inBackground(() => this.parts.gate.alone(() => this.parts.builder.all(statements.noteUseOfIndex(kind, property, at))));
  }

  private async remove({ id }: IndexRow): Promise<void> {
    await this.parts.builder.all(statements.dropIndex(id));
    await this.parts.builder.all(statements.deletePropertyIndex(id));
  }

  /** One transaction of the builder's connection: whatever kills it leaves the database as it was. */
  private async alter(work: () => Promise<void>): Promise<void> {
    const { builder } = this.parts;
    await builder.all({ text: 'BEGIN IMMEDIATE', values: [] });
    try {
      await work();
      await builder.all({ text: 'COMMIT', values: [] });
    } catch (error) {
      await builder.all({ text: 'ROLLBACK', values: [] });
      throw error;
    }
  }
}
