import type { ClaimedBatch, PushProgress, Recipient, StoredRecipient } from '../push-store.js';
import type { StoredDevice } from '../store.js';

/** The rows of devices and pushes as both databases give them, and what they mean. */

export interface DeviceRow {
  readonly id: string;
  readonly platform: string;
  readonly build_type: string;
  readonly user_oid: string | null;
  readonly version: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function toDevice(row: DeviceRow): StoredDevice {
  return {
    id: row.id, platform: row.platform, buildType: row.build_type, userOid: row.user_oid, version: row.version,
    createdAt: row.created_at, updatedAt: row.updated_at,
  };
}

export interface QueuedRow {
  readonly project: string;
  readonly platform: string;
  readonly build_types: string;
  readonly target: string;
  readonly last_device: number;
  readonly expanded_to: number;
  readonly batches: number;
  readonly cancelled_at: number | null;
}

export interface BatchRow {
  readonly push: number;
  readonly nth: number;
  readonly first_device: number;
  readonly last_device: number;
  readonly queue_id: string;
  readonly build_type: string;
  readonly build_types: string;
  readonly content: string;
  readonly cancelled_at: number | null;
  readonly num_open: number;
}

export interface ProgressRow {
  readonly status: string;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly num_target: number;
  readonly num_pushed: number;
  readonly num_failed: number;
}

export function toProgress(row: ProgressRow): PushProgress {
  return {
    status: row.status as PushProgress['status'], numTarget: row.num_target, numPushed: row.num_pushed, numFailed: row.num_failed,
    createdAt: row.created_at, startedAt: row.started_at, finishedAt: row.finished_at,
  };
}

export interface RecipientRow {
  readonly device: number;
  readonly device_id: string;
  readonly tries: number;
  readonly first_tried_at: number | null;
  readonly token: string | null;
}

export function toBatch(row: BatchRow, claim: number, recipients: readonly RecipientRow[]): ClaimedBatch {
  return {
    push: row.push, nth: row.nth, claim, queueId: row.queue_id, buildType: row.build_type, content: JSON.parse(row.content) as ClaimedBatch['content'],
    isCancelled: row.cancelled_at !== null, numOpen: row.num_open, recipients: recipients.map(toRecipient),
  };
}

function toRecipient(row: RecipientRow): Recipient {
  return { device: row.device, deviceId: row.device_id, token: row.token, tries: row.tries, firstTriedAt: row.first_tried_at };
}

export interface RecipientOutcomeRow {
  readonly device_id: string;
  readonly reason: string | null;
  readonly tries: number;
  readonly settled_at: number | null;
}

export function toStoredRecipient(row: RecipientOutcomeRow): StoredRecipient {
  return { deviceId: row.device_id, reason: row.reason, tries: row.tries, settledAt: row.settled_at };
}
