import { isIndexedOrder } from '../statements/order.js';
import * as shared from '../statements/users.js';
import * as statements from '../statements/postgres/users.js';
import { fewMatches, ofFewMatches } from '../statements/postgres/few-matches.js';
import { toUser, type UserRow, type Whole } from '../rows.js';
import type { Found, Page, StoredUser, UserPageRequest, UserStore } from '../store.js';
import { unlessTaken } from '../unless-taken.js';
import { rowsDeletedPerStatement } from './bounds.js';
import { Changes } from './changes.js';
import { isUniqueViolation } from './faults.js';
import { isFewRows, type Pools } from './pools.js';
import { readPage } from './page-reader.js';
import type { PropertyIndexes } from './property-indexes.js';
import { usersCid } from '../statements/postgres/property-indexes.js';

export class PostgresUsers implements UserStore {
  private readonly changes = new Changes();

  constructor(private readonly pools: Pools, private readonly indexes: Pick<PropertyIndexes, 'noteUse'>) {}

  async page(request: UserPageRequest): Promise<Page<StoredUser>> {
    const isEveryone = request.nameFilter === undefined && request.query === undefined;
    const total = await this.total();
    this.indexes.noteUse(usersCid, total, request);
    const totalItems = isEveryone ? total : await this.count(request);
    if (request.offset >= totalItems) return { records: [], totalItems };
    const records = await readPage<UserRow, StoredUser>(this.pools, {
      rows: isEveryone && isIndexedOrder(request.sort) && isFewRows(request) ? statements.usersOfPage(request) : undefined,
      keys: !isEveryone && totalItems <= fewMatches ? ofFewMatches(statements.userKeysOfPage(request)) : statements.userKeysOfPage(request),
      byKeys: statements.usersByKeys,
      byKey: shared.userByKey,
    }, toUser);
    return { records, totalItems };
  }

  async get(id: string): Promise<Found<StoredUser>> {
    const [row] = await this.pools.quick.read<Whole<UserRow>>(shared.userById(id));
    return row && toUser(row);
  }

  async exists(id: string): Promise<boolean> {
    return (await this.pools.quick.read(shared.userExists(id))).length > 0;
  }

  async credentials(username: string): Promise<Found<{ readonly user: StoredUser; readonly passwordHash: string }>> {
    const [row] = await this.pools.quick.read<Whole<UserRow> & { readonly password_hash: string }>(shared.userByUsername(username));
    return row && { user: toUser(row), passwordHash: row.password_hash };
  }

  async insert(user: StoredUser, passwordHash: string): Promise<'inserted' | 'username taken'> {
    return unlessTaken<'inserted', 'username taken'>('username taken', isUniqueViolation, async () => {
      await this.pools.quick.write(statements.insertUser(user, passwordHash));
      return 'inserted';
    });
  }

  async update(id: string, change: (user: StoredUser) => StoredUser): Promise<'updated' | 'missing' | 'username taken'> {
    return unlessTaken('username taken', isUniqueViolation, () => this.changes.of(id, async () => {
      const [row] = await this.pools.quick.read<Whole<UserRow> & { readonly version: string }>(statements.userWithVersion(id));
      if (row === undefined) return 'missing';
      const { count } = await this.pools.quick.write(statements.updateUser(row.seq, row.version, change(toUser(row))));
      return count === 1 ? 'updated' : 'outdated';
    }));
  }

  async setPasswordHash(id: string, passwordHash: string): Promise<'updated' | 'missing'> {
    const { count } = await this.pools.quick.write(shared.setPasswordHash(id, passwordHash));
    return count === 0 ? 'missing' : 'updated';
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += rowsDeletedPerStatement) {
      await this.pools.quick.write(statements.deleteUsers(ids.slice(start, start + rowsDeletedPerStatement)));
    }
  }

  async propertyNames(count: number): Promise<readonly string[]> {
    const rows = await this.pools.scans.read<{ readonly name: string }>(statements.latestUserPropertyNames(count));
    return rows.map((row) => row.name);
  }

  private async total(): Promise<number> {
    const [row] = await this.pools.quick.read<{ readonly total: number }>(shared.totalOfUsers());
    return row?.total ?? 0;
  }

  private async count(request: UserPageRequest): Promise<number> {
    const [row] = await this.pools.scans.read<{ readonly total: number }>(statements.countUsers(request));
    return row?.total ?? 0;
  }
}
