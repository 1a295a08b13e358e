import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PushStore } from '../push-store.js';
import { Store, UnusableDatabaseError, type CollectionStore, type DeviceStore, type IndexStore, type ItemStore, type KeyStore, type UserStore } from '../store.js';
import { WriteGate } from './write-gate.js';
import { Checkpointer } from './checkpointer.js';
import { SqliteConnection } from './connection.js';
import { GroupCommit } from './group-commit.js';
import { PropertyIndexes } from './property-indexes.js';
import { SqliteWorker } from './worker.js';
import { SqliteCollections } from './sqlite-collections.js';
import { SqliteIndexes } from './sqlite-indexes.js';
import { SqliteDevices } from './sqlite-devices.js';
import { SqliteItems } from './sqlite-items.js';
import { SqliteKeys } from './sqlite-keys.js';
import { SqlitePushes } from './sqlite-pushes.js';
import { SqliteUsers } from './sqlite-users.js';

/** The embedded database: one file, written by one connection, scanned and checkpointed by worker threads. */
export class SqliteStore extends Store {
  readonly users: UserStore;
  readonly collections: CollectionStore;
  readonly items: ItemStore;
  readonly keys: KeyStore;
  /** One process serves from it. */
  readonly limits = undefined;
  readonly devices: DeviceStore;
  readonly pushes: PushStore;
  readonly indexes: IndexStore;
  readonly propertyIndexes: PropertyIndexes;
  private readonly commits: GroupCommit;

  private constructor(
    private readonly connection: SqliteConnection, private readonly scanner: SqliteWorker,
    private readonly checkpointing: SqliteWorker, private readonly checkpointer: Checkpointer,
    private readonly builder: SqliteWorker, report: (error: unknown) => void,
  ) {
    super();
    this.commits = new GroupCommit(connection);
    const gate = new WriteGate();
    this.propertyIndexes = new PropertyIndexes({ connection, builder, gate, report });
    this.indexes = new SqliteIndexes(this.propertyIndexes);
    const source = { connection, scanner, commits: this.commits, indexes: this.propertyIndexes };
    this.users = gate.guard<UserStore>(new SqliteUsers(source), ['page', 'get', 'exists', 'credentials', 'propertyNames']);
    this.collections = gate.guard<CollectionStore>(new SqliteCollections(source), ['list', 'get', 'propertyNames']);
    this.items = gate.guard<ItemStore>(new SqliteItems(source), ['page', 'get']);
    this.keys = gate.guard<KeyStore>(new SqliteKeys(connection), ['list', 'findBySha256']);
    this.devices = gate.guard<DeviceStore>(new SqliteDevices(source), ['page']);
    this.pushes = gate.guard<PushStore>(new SqlitePushes(source), ['progress']);
  }

  /**
   * Opens the file, makes it and its folder where they are missing, and brings the schema up to date. `report` is told
   * of what goes wrong in the background.
   *
   * @throws UnusableDatabaseError when that cannot be.
   */
  static open(file: string, report: (error: unknown) => void = () => undefined): SqliteStore {
    try {
      return SqliteStore.openOrThrow(file, report);
    } catch (cause) {
      throw new UnusableDatabaseError(`the file ${file} cannot be used: ${faultOf(cause)}.`, { cause });
    }
  }

  private static openOrThrow(file: string, report: (error: unknown) => void): SqliteStore {
    // Password hashes live in there: nobody else may look. SQLite gives its other files the rights of this one;
    // those of a file that is there already are the operator's choice.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    const checkpointing = new SqliteWorker(file, false);
    const checkpointer = new Checkpointer(checkpointing, report);
    const connection = new SqliteConnection(file, { onCommit: checkpointer.noteCommit });
    connection.migrate();
    return new SqliteStore(connection, new SqliteWorker(file, true), checkpointing, checkpointer, new SqliteWorker(file, false), report);
  }

  override async ping(): Promise<void> {
    this.connection.all({ text: 'SELECT 1', values: [] });
  }

  override async close(): Promise<void> {
    await this.propertyIndexes.stop();
    this.commits.flush();
    await this.checkpointer.stop();
    await Promise.all([this.scanner.close(), this.checkpointing.close(), this.builder.close()]);
    this.connection.close();
  }
}

const faults = new Map([
  ['EISDIR', 'it is a folder'], ['ENOTDIR', 'a part of its path is no folder'], ['EEXIST', 'a part of its path is no folder'],
  ['EACCES', 'this user may not'], ['EPERM', 'this user may not'], ['EROFS', 'the file system is read-only'],
  ['SQLITE_NOTADB', 'it is no SQLite database'], ['SQLITE_BUSY', 'another process holds it'],
]);

function faultOf(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return faults.get(code ?? '') ?? message;
}
