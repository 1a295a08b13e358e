import type { PushTarget } from '../push-store.js';
import type { QueuedRow } from './push-rows.js';
import { devicesPerLook, nextDevices, nextNamedDevices, reachOfLook, recipientsPerBatch, userMatches, type TargetDialect } from './pushes.js';
import type { Query } from './query.js';

/** The next recipients of a push, and how far it has been looked for them. */
export interface TargetStep {
  readonly devices: readonly number[];
  readonly expandedTo: number;
  readonly isLast: boolean;
}

/** Runs a statement; `isHeavy` says that it may take long. */
type Read = <Row>(query: Query, isHeavy: boolean) => Promise<readonly Row[]>;

/** Looking up more ids than this takes longer than an event loop may be held. */
const fewIds = 500;

/** Finds the next recipients of a push: as many as a batch takes, or as are found in a bounded look. */
export async function nextTargets(push: QueuedRow, { among, properties, monaql }: TargetDialect, read: Read): Promise<TargetStep> {
  const target = JSON.parse(push.target) as PushTarget;
  const range = { project: push.project, platform: push.platform, buildTypes: JSON.parse(push.build_types) as string[], after: push.expanded_to, upTo: push.last_device };
  if (target.kind === 'query') {
    const [reach] = await read<{ readonly seq: number | null; readonly size: number }>(reachOfLook(range, devicesPerLook), true);
    const upTo = reach?.seq ?? push.last_device;
    const rows = await read<{ readonly seq: number }>(nextDevices({ ...range, upTo }, recipientsPerBatch, userMatches(target, properties, monaql)), true);
    return stepOf(rows, (reach?.size ?? 0) < devicesPerLook ? push.last_device : upTo, push.last_device);
  }
  const rows = target.kind === 'all' ? await read<{ readonly seq: number }>(nextDevices(range, recipientsPerBatch), false)
    : await read<{ readonly seq: number }>(nextNamedDevices(range, target, recipientsPerBatch, among), (target.kind === 'users' ? target.userOids : target.deviceIds).length > fewIds);
  return stepOf(rows, push.last_device, push.last_device);
}

/** The step of a push that was cancelled before all of its recipients were found. */
export function nobody({ last_device: expandedTo }: QueuedRow): TargetStep {
  return { devices: [], expandedTo, isLast: true };
}

/** A full batch was looked for no further than its last device. */
function stepOf(rows: readonly { readonly seq: number }[], lookedTo: number, lastDevice: number): TargetStep {
  const devices = rows.map(({ seq }) => seq);
  const expandedTo = devices.length < recipientsPerBatch ? lookedTo : (devices.at(-1) ?? lookedTo);
  return { devices, expandedTo, isLast: expandedTo >= lastDevice };
}
