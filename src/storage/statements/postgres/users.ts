import { postgres } from '../../../monaql/postgres.js';
import type { StoredUser } from '../../store.js';
import type { Query } from '../query.js';
import { lightUserColumns, userColumns, userPages } from '../users.js';

const columns = `${userColumns}, properties`;

export const { usersOfPage, userKeysOfPage, countUsers } = userPages('document', postgres, 'strpos');

export function usersByKeys(keys: readonly number[]): Query {
  return { text: `SELECT ${lightUserColumns} FROM users WHERE seq = ANY (?::text::bigint[])`, values: [`{${keys.join(',')}}`] };
}

/** One statement and thus one commit: it counts the user in, hands out the place in the order of creation, and inserts. */
export function insertUser(user: StoredUser, passwordHash: string): Query {
  return {
    text: `WITH place AS (UPDATE totals SET total = total + 1, last_seq = last_seq + 1 WHERE name = 'users' RETURNING last_seq)
INSERT INTO users (seq, id, id_lower, username, username_lower, password_hash, created_at, updated_at, properties)
SELECT last_seq, ?, ?, ?, ?, ?, ?, ?, ? FROM place`,
    values: [user.id, user.id.toLowerCase(), user.username, user.username.toLowerCase(), passwordHash, user.createdAt, user.updatedAt, JSON.stringify(user.properties)],
  };
}

/** As it was read, with the version of the row: an update says which one it is based on. */
export function userWithVersion(id: string): Query {
  return { text: `SELECT ${columns}, xmin::text AS version FROM users WHERE id = ?`, values: [id] };
}

export function updateUser(seq: number, version: string, user: StoredUser): Query {
  return {
    text: `UPDATE users SET username = ?, username_lower = ?, updated_at = ?, properties = ? WHERE seq = ? AND xmin = ?::text::xid`,
    values: [user.username, user.username.toLowerCase(), user.updatedAt, JSON.stringify(user.properties), seq, version],
  };
}

export function deleteUsers(ids: readonly string[]): Query {
  return {
    text: `WITH gone AS (DELETE FROM users WHERE id = ANY (ARRAY(SELECT json_array_elements_text(?::text::json))) RETURNING 1)
UPDATE totals SET total = total - (SELECT count(*) FROM gone) WHERE name = 'users'`,
    values: [JSON.stringify(ids)],
  };
}

export function latestUserPropertyNames(count: number): Query {
  return {
    text: `SELECT DISTINCT name COLLATE "C" AS name
FROM (SELECT document FROM users ORDER BY seq DESC LIMIT ?) AS latest, jsonb_object_keys(document) AS name ORDER BY name`,
    values: [count],
  };
}
