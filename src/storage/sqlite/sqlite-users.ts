import { setImmediate as nextTurn } from 'node:timers/promises';
import { isIndexedOrder } from '../statements/order.js';
import * as statements from '../statements/users.js';
import { toUser, type UserRow, type Whole } from '../rows.js';
import type { Found, Page, StoredUser, UserPageRequest, UserStore } from '../store.js';
import { unlessTaken } from '../unless-taken.js';
import { isUniqueViolation } from './connection.js';
import { rowsDeletedPerTurn } from './bounds.js';
import { readPage, type PageSource } from './page-reader.js';

export class SqliteUsers implements UserStore {
  constructor(private readonly source: PageSource) {}

  async page(request: UserPageRequest): Promise<Page<StoredUser>> {
    const isEveryone = request.nameFilter === undefined && request.query === undefined;
    const total = this.total();
    this.source.indexes.noteUse('users', total, request);
    const totalItems = isEveryone ? total : await this.count(request);
    if (request.offset >= totalItems) return { records: [], totalItems };
    const records = await readPage<UserRow, StoredUser>(this.source, request, {
      rows: isEveryone && isIndexedOrder(request.sort) ? statements.usersOfPage(request) : undefined,
      keys: statements.userKeysOfPage(request),
      byKeys: statements.usersByKeys,
      byKey: statements.userByKey,
    }, toUser);
    return { records, totalItems };
  }

  async get(id: string): Promise<Found<StoredUser>> {
    const row = this.source.connection.first<Whole<UserRow>>(statements.userById(id));
    return row && toUser(row);
  }

  async exists(id: string): Promise<boolean> {
    return this.source.connection.first(statements.userExists(id)) !== undefined;
  }

  async credentials(username: string): Promise<Found<{ readonly user: StoredUser; readonly passwordHash: string }>> {
    const row = this.source.connection.first<Whole<UserRow> & { password_hash: string }>(statements.userByUsername(username));
    return row && { user: toUser(row), passwordHash: row.password_hash };
  }

  async insert(user: StoredUser, passwordHash: string): Promise<'inserted' | 'username taken'> {
    return unlessTaken('username taken', isUniqueViolation, () => this.source.commits.run(() => {
      this.source.connection.run(statements.insertUser(user, passwordHash));
      this.source.connection.run(statements.addToTotalOfUsers(1));
      return 'inserted';
    }));
  }

  async update(id: string, change: (user: StoredUser) => StoredUser): Promise<'updated' | 'missing' | 'username taken'> {
    const { connection, commits } = this.source;
    return unlessTaken('username taken', isUniqueViolation, () => commits.run(() => {
      const row = connection.first<Whole<UserRow>>(statements.userById(id));
      if (row === undefined) return 'missing';
      connection.run(statements.updateUser(row.seq, change(toUser(row))));
      return 'updated';
    }));
  }

  async setPasswordHash(id: string, passwordHash: string): Promise<'updated' | 'missing'> {
    const { connection, commits } = this.source;
    return (await commits.run(() => connection.run(statements.setPasswordHash(id, passwordHash)))) === 0 ? 'missing' : 'updated';
  }

  async delete(ids: readonly string[]): Promise<void> {
    const { connection } = this.source;
    for (let start = 0; start < ids.length; start += rowsDeletedPerTurn) {
      if (start > 0) await nextTurn();
      connection.transaction(() => {
        const deleted = connection.run(statements.deleteUsers(ids.slice(start, start + rowsDeletedPerTurn)));
        connection.run(statements.addToTotalOfUsers(-deleted));
      });
    }
  }

  async propertyNames(count: number): Promise<readonly string[]> {
    const rows = await this.source.scanner.all<{ name: string }>(statements.latestUserPropertyNames(count));
    return rows.map((row) => row.name);
  }

  private total(): number {
    return this.source.connection.first<{ total: number }>(statements.totalOfUsers())?.total ?? 0;
  }

  private async count(request: UserPageRequest): Promise<number> {
    const [row] = await this.source.scanner.all<{ total: number }>(statements.countUsers(request));
    return row?.total ?? 0;
  }
}
