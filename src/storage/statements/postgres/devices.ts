import type { DeviceRegistration } from '../../store.js';
import { tokenSha256 } from '../devices.js';
import type { Query } from '../query.js';

/** Whoever adds, removes or re-labels a device of a project waits here for whoever else does, in any process. */
export function lockDevices(project: string): Query {
  return {
    text: `INSERT INTO device_totals (project, total) VALUES (?, 0) ON CONFLICT (project) DO UPDATE SET total = device_totals.total`,
    values: [project],
  };
}

/** The registration of a device whose token has not changed: no other device is concerned, so nobody waits. */
export function renewDevice(project: string, device: DeviceRegistration): Query {
  return {
    text: `UPDATE devices SET build_type = ?, user_oid = ?, version = ?, updated_at = ? WHERE project = ? AND id = ? AND platform = ? AND token_sha256 = ?`,
    values: [device.buildType, device.userOid, device.version, device.at, project, device.id, device.platform, tokenSha256(device.token)],
  };
}
