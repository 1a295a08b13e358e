import { compileQuery } from '../../monaql/compile.js';
import type { Dialect } from '../../monaql/dialect.js';
import { parseQuery } from '../../monaql/parse.js';
import type { ClaimedBatch, ClaimedPush, Lease, NewPush, PushTarget, RecipientOutcome, Settlement } from '../push-store.js';
import { userFields } from './fields.js';
import type { Query } from './query.js';

/** Recipients of one batch, written down in one transaction: about two milliseconds. */
export const recipientsPerBatch = 500;
/** Devices whose users are looked at in one step, whether they match or not. */
export const devicesPerLook = 5_000;

/** `last_device` says which devices are registered by now; a push for later finds that out when it begins. */
export function insertPush(push: NewPush): Query {
  const { queueId, project, platform, buildType, buildTypes, content, target, createdAt, scheduledAt } = push;
  return {
    text: `INSERT INTO pushes (queue_id, project, platform, build_type, build_types, content, target, created_at, due_at, last_device)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${scheduledAt === undefined ? '(SELECT coalesce(max(seq), 0) FROM devices)' : 'NULL'})`,
    values: [queueId, project, platform, buildType, JSON.stringify(buildTypes), JSON.stringify(content), JSON.stringify(target), createdAt, scheduledAt ?? createdAt],
  };
}

export function pushProgress(project: string, queueId: string): Query {
  return {
    text: `SELECT status, created_at, started_at, finished_at,
  CAST(coalesce((SELECT sum(num_target) FROM push_batches WHERE push = seq), 0) AS bigint) AS num_target,
  CAST(coalesce((SELECT sum(num_pushed) FROM push_batches WHERE push = seq), 0) AS bigint) AS num_pushed,
  CAST(coalesce((SELECT sum(num_failed) FROM push_batches WHERE push = seq), 0) AS bigint) AS num_failed
FROM pushes WHERE project = ? AND queue_id = ?`,
    values: [project, queueId],
  };
}

export function dueQueuedPush(now: number): Query {
  return { text: `SELECT seq FROM pushes WHERE status = 'queue' AND due_at <= ? ORDER BY due_at, seq LIMIT 1`, values: [now] };
}

export function claimPush(seq: number, { until }: Lease): Query {
  return {
    text: `UPDATE pushes SET claim = claim + 1, due_at = ?, last_device = coalesce(last_device, (SELECT coalesce(max(seq), 0) FROM devices)) WHERE seq = ? RETURNING claim`,
    values: [until, seq],
  };
}

/** A push whose claim has been taken over by another is none of ours any more. */
export function queuedPush({ push, claim }: ClaimedPush): Query {
  return {
    text: `SELECT project, platform, build_types, target, last_device, expanded_to, batches, cancelled_at FROM pushes WHERE seq = ? AND claim = ? AND status = 'queue'`,
    values: [push, claim],
  };
}

export interface TargetRange {
  readonly project: string;
  readonly platform: string;
  readonly buildTypes: readonly string[];
  readonly after: number;
  readonly upTo: number;
}

/** How a dialect says that a column is among the elements of a JSON array of texts, or of numbers. */
export interface Among {
  readonly texts: (column: string) => string;
  readonly numbers: (column: string) => string;
}

/** What differs between databases where recipients are looked for. */
export interface TargetDialect {
  readonly among: Among;
  /** What the database calls the JSON of users. */
  readonly properties: string;
  readonly monaql: Dialect;
}

/** A condition that each device of a build must meet, too. */
const anyDevice: Query = { text: 'TRUE', values: [] };

/** The next devices of a project, a platform and some builds, in the order of registration. */
export function nextDevices(range: TargetRange, limit: number, condition = anyDevice): Query {
  const { project, platform, buildTypes, after, upTo } = range;
  // One range of an index for each build: over both at once the database would sort all that is left.
  const ofBuild = `SELECT seq FROM (SELECT seq FROM devices AS device
WHERE project = ? AND platform = ? AND build_type = ? AND seq > ? AND seq <= ? AND ${condition.text} ORDER BY seq LIMIT ${limit}) AS build`;
  return {
    text: `${buildTypes.map(() => ofBuild).join(' UNION ALL ')} ORDER BY seq LIMIT ${limit}`,
    values: buildTypes.flatMap((buildType) => [project, platform, buildType, after, upTo, ...condition.values]),
  };
}

/** The same of those that are named, or whose users are. */
export function nextNamedDevices(range: TargetRange, target: PushTarget & { readonly kind: 'users' | 'devices' }, limit: number, among: Among): Query {
  const { project, platform, buildTypes, after, upTo } = range;
  const [column, ids] = target.kind === 'users' ? ['user_oid', target.userOids] : ['id', target.deviceIds];
  return {
    text: `SELECT seq FROM devices WHERE project = ? AND ${among.texts(column)} AND platform = ? AND ${among.texts('build_type')} AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${limit}`,
    values: [project, JSON.stringify(ids), platform, JSON.stringify(buildTypes), after, upTo],
  };
}

/** How far a look at so many devices goes, and at how many it is. */
export function reachOfLook(range: TargetRange, limit: number): Query {
  const { text, values } = nextDevices(range, limit);
  return { text: `SELECT max(seq) AS seq, count(*) AS size FROM (${text}) AS looked_at`, values };
}

/** That a device's user matches a query. Within the query the columns are those of users. */
export function userMatches({ query, bindParams }: PushTarget & { readonly kind: 'query' }, properties: string, dialect: Dialect): Query {
  const parsed = parseQuery(query, bindParams);
  const condition = parsed === undefined ? anyDevice : compileQuery(parsed, userFields({ properties }), dialect);
  return { text: `EXISTS (SELECT 1 FROM users WHERE users.id = device.user_oid AND ${condition.text})`, values: condition.values };
}

export function insertRecipients(push: number, devices: readonly number[], among: Among): Query {
  return { text: `INSERT INTO push_recipients (push, device, device_id) SELECT CAST(? AS bigint), seq, id FROM devices WHERE ${among.numbers('seq')} ORDER BY seq`, values: [push, JSON.stringify(devices)] };
}

export interface NewBatch {
  readonly push: number;
  readonly nth: number;
  readonly project: string;
  readonly platform: string;
  readonly firstDevice: number;
  readonly lastDevice: number;
  readonly numTarget: number;
}

export function insertBatch(batch: NewBatch): Query {
  return {
    text: `INSERT INTO push_batches (push, nth, project, platform, first_device, last_device, num_target) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    values: [batch.push, batch.nth, batch.project, batch.platform, batch.firstDevice, batch.lastDevice, batch.numTarget],
  };
}

export function noteExpansion({ push }: ClaimedPush, expandedTo: number, batches: number, until: number): Query {
  return {
    text: `UPDATE pushes SET expanded_to = ?, batches = batches + ?, open_batches = open_batches + ?, due_at = ? WHERE seq = ?`,
    values: [expandedTo, batches, batches, until, push],
  };
}

/** From here on the number of recipients is final; without any the push is finished. */
export function endQueue({ push }: ClaimedPush, now: number): Query {
  return {
    text: `UPDATE pushes SET status = CASE WHEN open_batches = 0 THEN 'finish' ELSE 'push' END, started_at = ?, finished_at = CASE WHEN open_batches = 0 THEN CAST(? AS bigint) END WHERE seq = ?`,
    values: [now, now, push],
  };
}

export function releasePush({ push, claim }: ClaimedPush, now: number): Query {
  return { text: `UPDATE pushes SET due_at = ? WHERE seq = ? AND claim = ? AND status = 'queue'`, values: [now, push, claim] };
}

/** CROSS JOIN keeps SQLite at the index of open batches, which is in the wanted order. */
export function dueBatch(project: string, platform: string, now: number): Query {
  return {
    text: `SELECT batch.push, batch.nth, batch.first_device, batch.last_device, pushes.queue_id, pushes.build_type, pushes.build_types, pushes.content, pushes.cancelled_at,
  batch.num_target - batch.num_pushed - batch.num_failed AS num_open
FROM push_batches AS batch CROSS JOIN pushes
WHERE batch.project = ? AND batch.platform = ? AND batch.num_pushed + batch.num_failed < batch.num_target AND batch.due_at <= ?
  AND pushes.seq = batch.push AND pushes.status = 'push'
ORDER BY batch.nth, batch.due_at LIMIT 1`,
    values: [project, platform, now],
  };
}

export function claimBatch(push: number, nth: number, { until }: Lease): Query {
  return { text: `UPDATE push_batches SET claim = claim + 1, due_at = ? WHERE push = ? AND nth = ? RETURNING claim`, values: [until, push, nth] };
}

export interface RecipientRange {
  readonly push: number;
  readonly firstDevice: number;
  readonly lastDevice: number;
}

/** Those whose outcome is open and who are due; whoever has become another platform's or build's since has no token here. */
export function dueRecipients({ push, firstDevice, lastDevice }: RecipientRange, platform: string, buildTypes: string, now: number, among: Among): Query {
  return {
    text: `SELECT recipient.device, recipient.device_id, recipient.tries, recipient.first_tried_at, devices.token
FROM push_recipients AS recipient
LEFT JOIN devices ON devices.seq = recipient.device AND devices.platform = ? AND ${among.texts('devices.build_type')}
WHERE recipient.push = ? AND recipient.device BETWEEN ? AND ? AND recipient.outcome IS NULL AND recipient.due_at <= ?
ORDER BY recipient.device`,
    values: [platform, buildTypes, push, firstDevice, lastDevice, now],
  };
}

type BatchKey = Pick<ClaimedBatch, 'push' | 'nth' | 'claim'>;

export function renewBatch({ push, nth, claim }: BatchKey, until: number): Query {
  return { text: `UPDATE push_batches SET due_at = ? WHERE push = ? AND nth = ? AND claim = ?`, values: [until, push, nth, claim] };
}

export function settleDelivered(push: number, devices: readonly number[], now: number, among: Among): Query {
  return {
    text: `UPDATE push_recipients SET outcome = 'delivered', tries = tries + 1, settled_at = ? WHERE push = ? AND ${among.numbers('device')} AND outcome IS NULL`,
    values: [now, push, JSON.stringify(devices)],
  };
}

export function settleFailed(push: number, { device, tries, reason }: Settlement & { readonly kind: 'failed' }, now: number): Query {
  return {
    text: `UPDATE push_recipients SET outcome = 'failed', reason = ?, tries = ?, settled_at = ? WHERE push = ? AND device = ? AND outcome IS NULL`,
    values: [reason, tries, now, push, device],
  };
}

export function postponeRecipient(push: number, { device, tries, firstTriedAt, dueAt, reason }: Settlement & { readonly kind: 'later' }): Query {
  return {
    text: `UPDATE push_recipients SET reason = ?, tries = ?, first_tried_at = ?, due_at = ? WHERE push = ? AND device = ? AND outcome IS NULL`,
    values: [reason, tries, firstTriedAt, dueAt, push, device],
  };
}

export function countSettled({ push, nth }: Pick<BatchKey, 'push' | 'nth'>, pushed: number, failed: number): Query {
  return {
    text: `UPDATE push_batches SET num_pushed = num_pushed + ?, num_failed = num_failed + ? WHERE push = ? AND nth = ? RETURNING num_target - num_pushed - num_failed AS num_open`,
    values: [pushed, failed, push, nth],
  };
}

/** Gives a batch back: it is due when the first of its open recipients is. */
export function releaseBatch({ push, nth, claim }: BatchKey): Query {
  return {
    text: `UPDATE push_batches SET due_at = coalesce((SELECT min(due_at) FROM push_recipients AS recipient
  WHERE recipient.push = push_batches.push AND recipient.device BETWEEN first_device AND last_device AND recipient.outcome IS NULL), 0)
WHERE push = ? AND nth = ? AND claim = ?`,
    values: [push, nth, claim],
  };
}

/** The last batch that is completed finishes its push. */
export function completeBatch(push: number, now: number): Query {
  return {
    text: `UPDATE pushes SET open_batches = open_batches - 1, status = CASE WHEN open_batches = 1 THEN 'finish' ELSE status END,
  finished_at = CASE WHEN open_batches = 1 THEN CASE WHEN started_at > ? THEN started_at ELSE CAST(? AS bigint) END END WHERE seq = ?`,
    values: [now, now, push],
  };
}

export function cancelledPushes(pushes: readonly number[], among: Among): Query {
  return { text: `SELECT seq FROM pushes WHERE ${among.numbers('seq')} AND cancelled_at IS NOT NULL`, values: [JSON.stringify(pushes)] };
}

/** A push that waits for its time, or to be written down, comes to its end at once; batches are failed as they are claimed. */
export function cancelPush(project: string, queueId: string, now: number): Query {
  return {
    text: `UPDATE pushes SET cancelled_at = coalesce(cancelled_at, ?), due_at = CASE WHEN status = 'queue' AND claim = 0 THEN 0 ELSE due_at END
WHERE project = ? AND queue_id = ? AND status <> 'finish'`,
    values: [now, project, queueId],
  };
}

/** How many devices are meant, whichever of them are there: what a push would expand to now. */
export function countTargets(of: Pick<TargetRange, 'project' | 'platform' | 'buildTypes'>, target: PushTarget, { among, properties, monaql }: TargetDialect): Query {
  const condition = target.kind === 'query' ? userMatches(target, properties, monaql)
    : target.kind === 'all' ? anyDevice
      : { text: among.texts(target.kind === 'users' ? 'user_oid' : 'id'), values: [JSON.stringify(target.kind === 'users' ? target.userOids : target.deviceIds)] };
  return {
    text: `SELECT count(*) AS number FROM devices AS device WHERE project = ? AND platform = ? AND ${among.texts('build_type')} AND ${condition.text}`,
    values: [of.project, of.platform, JSON.stringify(of.buildTypes), ...condition.values],
  };
}

const outcomeIs = { delivered: `outcome = 'delivered'`, failed: `outcome = 'failed'`, waiting: 'outcome IS NULL' } as const;

export function recipientsOfPush(project: string, queueId: string, outcome: RecipientOutcome, { offset, limit }: { readonly offset: number; readonly limit: number }): Query {
  return {
    text: `SELECT device_id, reason, tries, settled_at FROM push_recipients
WHERE push = (SELECT seq FROM pushes WHERE project = ? AND queue_id = ?) AND ${outcomeIs[outcome]} ORDER BY device LIMIT ? OFFSET ?`,
    values: [project, queueId, limit, offset],
  };
}
