import { createHash } from 'node:crypto';
import type { Dialect } from '../../monaql/dialect.js';
import type { DeviceRegistration, PageRequest } from '../store.js';
import { deviceFields } from './fields.js';
import { orderBy } from './order.js';
import type { Query } from './query.js';

const deviceColumns = 'id, platform, build_type, user_oid, version, created_at, updated_at';

/** One page of a project's devices. */
export function devicesOfPage(project: string, { sort, limit, offset }: PageRequest, dialect: Dialect): Query {
  return {
    text: `SELECT ${deviceColumns} FROM devices WHERE project = ? ORDER BY ${orderBy(sort, deviceFields, dialect)} LIMIT ? OFFSET ?`,
    values: [project, limit, offset],
  };
}

export function totalOfDevices(project: string): Query {
  return { text: `SELECT total FROM device_totals WHERE project = ?`, values: [project] };
}

export function addToTotalOfDevices(project: string, count: number): Query {
  return {
    text: `INSERT INTO device_totals (project, total) VALUES (?, ?) ON CONFLICT (project) DO UPDATE SET total = device_totals.total + excluded.total`,
    values: [project, count],
  };
}

export function deviceExists(project: string, id: string): Query {
  return { text: `SELECT 1 AS found FROM devices WHERE project = ? AND id = ?`, values: [project, id] };
}

/** Tokens may be longer than an index takes, so they are told apart by their hash. */
export function tokenSha256(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function deleteOthersWithToken(project: string, { id, platform, token }: DeviceRegistration): Query {
  return { text: `DELETE FROM devices WHERE project = ? AND platform = ? AND token_sha256 = ? AND id <> ?`, values: [project, platform, tokenSha256(token), id] };
}

export function upsertDevice(project: string, device: DeviceRegistration): Query {
  return {
    text: `INSERT INTO devices (project, id, platform, build_type, token, token_sha256, user_oid, version, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (project, id) DO UPDATE SET platform = excluded.platform, build_type = excluded.build_type, token = excluded.token,
  token_sha256 = excluded.token_sha256, user_oid = excluded.user_oid, version = excluded.version, updated_at = excluded.updated_at`,
    values: [project, device.id, device.platform, device.buildType, device.token, tokenSha256(device.token), device.userOid, device.version, device.at, device.at],
  };
}

export function deleteDevice(project: string, id: string): Query {
  return { text: `DELETE FROM devices WHERE project = ? AND id = ?`, values: [project, id] };
}

/** A device whose token is dead, unless it has another one by now. */
export function deleteDeviceWithToken(seq: number, token: string): Query {
  return { text: `DELETE FROM devices WHERE seq = ? AND token_sha256 = ? RETURNING project`, values: [seq, tokenSha256(token)] };
}
