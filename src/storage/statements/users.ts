import { compileQuery } from '../../monaql/compile.js';
import type { Dialect } from '../../monaql/dialect.js';
import { sqlite } from '../../monaql/sqlite.js';
import { sqliteJson } from '../../monaql/sqlite-json.js';
import type { PageRequest, StoredUser, UserPageRequest } from '../store.js';
import { allOf } from './condition.js';
import { userFields } from './fields.js';
import { heavyDocumentBytes } from './items.js';
import { orderBy } from './order.js';
import type { Query } from './query.js';

export const userColumns = 'seq, id, username, created_at, updated_at';
export const lightUserColumns = `${userColumns}, CASE WHEN octet_length(properties) <= ${heavyDocumentBytes} THEN properties END AS properties`;

export interface UserPages {
  /** The whole rows of a page, where there is neither filter nor query. */
  readonly usersOfPage: (request: PageRequest) => Query;
  readonly userKeysOfPage: (request: UserPageRequest) => Query;
  readonly countUsers: (request: UserPageRequest) => Query;
}

/** How a database that calls its column of JSON so, and has a function of that name for the place of a text in another, is asked for pages. */
export function userPages(properties: string, dialect: Dialect, placeIn: 'instr' | 'strpos'): UserPages {
  const fields = userFields({ properties });
  // The filter compares copies made by JavaScript's toLowerCase(), so that every database agrees.
  const nameMatches = (nameFilter: string): Query => {
    const lower = nameFilter.toLowerCase();
    return { text: `(${placeIn}(username_lower, ?) > 0 OR ${placeIn}(id_lower, ?) > 0)`, values: [lower, lower] };
  };
  const conditionOf = ({ query, nameFilter }: UserPageRequest): Query =>
    allOf([nameFilter === undefined ? undefined : nameMatches(nameFilter), query && compileQuery(query, fields, dialect)]);
  return {
    usersOfPage: ({ sort, limit, offset }) => ({ text: `SELECT ${lightUserColumns} FROM users ORDER BY ${orderBy(sort, fields, dialect)} LIMIT ? OFFSET ?`, values: [limit, offset] }),
    userKeysOfPage: (request) => {
      const { text, values } = conditionOf(request);
      return { text: `SELECT seq FROM users WHERE ${text} ORDER BY ${orderBy(request.sort, fields, dialect)} LIMIT ? OFFSET ?`, values: [...values, request.limit, request.offset] };
    },
    countUsers: (request) => {
      const { text, values } = conditionOf(request);
      return { text: `SELECT count(*) AS total FROM users WHERE ${text}`, values };
    },
  };
}

export const { usersOfPage, userKeysOfPage, countUsers } = userPages('properties', sqlite, 'instr');

export function totalOfUsers(): Query {
  return { text: `SELECT total FROM totals WHERE name = 'users'`, values: [] };
}

export function addToTotalOfUsers(count: number): Query {
  return { text: `UPDATE totals SET total = total + ? WHERE name = 'users'`, values: [count] };
}

export function usersByKeys(keys: readonly number[]): Query {
  return { text: `SELECT ${lightUserColumns} FROM users WHERE seq IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(keys)] };
}

export function userByKey(key: number): Query {
  return { text: `SELECT ${userColumns}, properties FROM users WHERE seq = ?`, values: [key] };
}

export function userById(id: string): Query {
  return { text: `SELECT ${userColumns}, properties FROM users WHERE id = ?`, values: [id] };
}

export function userExists(id: string): Query {
  return { text: `SELECT 1 AS found FROM users WHERE id = ?`, values: [id] };
}

export function userByUsername(username: string): Query {
  return { text: `SELECT ${userColumns}, properties, password_hash FROM users WHERE username = ?`, values: [username] };
}

export function insertUser(user: StoredUser, passwordHash: string): Query {
  return {
    text: `INSERT INTO users (id, id_lower, username, username_lower, password_hash, created_at, updated_at, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [user.id, user.id.toLowerCase(), user.username, user.username.toLowerCase(), passwordHash, user.createdAt, user.updatedAt, sqliteJson(user.properties)],
  };
}

export function updateUser(seq: number, user: StoredUser): Query {
  return {
    text: `UPDATE users SET username = ?, username_lower = ?, updated_at = ?, properties = ? WHERE seq = ?`,
    values: [user.username, user.username.toLowerCase(), user.updatedAt, sqliteJson(user.properties), seq],
  };
}

export function setPasswordHash(id: string, passwordHash: string): Query {
  return { text: `UPDATE users SET password_hash = ? WHERE id = ?`, values: [passwordHash, id] };
}

export function deleteUsers(ids: readonly string[]): Query {
  return { text: `DELETE FROM users WHERE id IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(ids)] };
}

export function latestUserPropertyNames(count: number): Query {
  return {
    text: `SELECT DISTINCT key AS name FROM (SELECT properties FROM users ORDER BY seq DESC LIMIT ?), json_each(properties) ORDER BY name`,
    values: [count],
  };
}
