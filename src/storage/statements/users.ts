import type { PageRequest, StoredUser } from '../store.js';
import { heavyDocumentBytes } from './items.js';
import { orderBy, type SortColumns } from './order.js';
import type { Query } from './query.js';

export const sortColumns: SortColumns = {
  columns: new Map([['_id', 'id'], ['_username', 'username'], ['_createdAt', 'created_at'], ['_updatedAt', 'updated_at']]),
  json: new Map(),
};

export const userColumns = 'seq, id, username, created_at, updated_at';
export const lightUserColumns = `${userColumns}, CASE WHEN octet_length(properties) <= ${heavyDocumentBytes} THEN properties END AS properties`;

/** The filter compares copies made by JavaScript's toLowerCase(), so that every database agrees. */
const nameMatches = `(instr(username_lower, ?) > 0 OR instr(id_lower, ?) > 0)`;

function filterOf(nameFilter: string | undefined): Query {
  if (nameFilter === undefined) return { text: '', values: [] };
  const lower = nameFilter.toLowerCase();
  return { text: `WHERE ${nameMatches}`, values: [lower, lower] };
}

export function usersOfPage({ sort, limit, offset }: PageRequest): Query {
  return { text: `SELECT ${lightUserColumns} FROM users ORDER BY ${orderBy(sort, sortColumns)} LIMIT ? OFFSET ?`, values: [limit, offset] };
}

export function userKeysOfPage({ sort, limit, offset }: PageRequest, nameFilter: string | undefined): Query {
  const filter = filterOf(nameFilter);
  return { text: `SELECT seq FROM users ${filter.text} ORDER BY ${orderBy(sort, sortColumns)} LIMIT ? OFFSET ?`, values: [...filter.values, limit, offset] };
}

export function countUsers(nameFilter: string | undefined): Query {
  const filter = filterOf(nameFilter);
  return { text: `SELECT count(*) AS total FROM users ${filter.text}`, values: filter.values };
}

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
    values: [user.id, user.id.toLowerCase(), user.username, user.username.toLowerCase(), passwordHash, user.createdAt, user.updatedAt, JSON.stringify(user.properties)],
  };
}

export function updateUser(seq: number, user: StoredUser): Query {
  return {
    text: `UPDATE users SET username = ?, username_lower = ?, updated_at = ?, properties = ? WHERE seq = ?`,
    values: [user.username, user.username.toLowerCase(), user.updatedAt, JSON.stringify(user.properties), seq],
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
