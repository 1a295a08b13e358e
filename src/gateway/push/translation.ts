import type { DeviceRecord } from '../../contract/device.js';
import type { PushStatusResult } from '../../contract/push.js';
import type { DeviceType } from './device.type.js';
import type { PushStatusType } from './push-status.type.js';

/** A device in the shape of the GraphQL schema. */
export function toDevice({ _id, platform, buildType, userOid, version, _createdAt, _updatedAt }: DeviceRecord): DeviceType {
  return {
    id: _id, platform, buildType, userOid, version, createdAt: new Date(_createdAt), updatedAt: new Date(_updatedAt),
  };
}

/** How far a push is, in the shape of the GraphQL schema. */
export function toStatus({ createdAt, pushStartedAt, pushFinishedAt, ...counts }: PushStatusResult): PushStatusType {
  return { ...counts, createdAt: new Date(createdAt), pushStartedAt: dateOrNull(pushStartedAt), pushFinishedAt: dateOrNull(pushFinishedAt) };
}

function dateOrNull(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
