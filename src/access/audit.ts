import type { CallContext } from '../contract/management-api.js';
import type { Method } from '../contract/method.js';
import { RpcError } from '../contract/rpc-error.js';

/** Who tried to change what, and what came of it: never a value that was written, a password or a key. */
export interface AuditEntry {
  readonly reqId: string;
  /** The name of the key. */
  readonly key: string | undefined;
  readonly method: string;
  /** What it was about: names and ids, as they were sent, and the id of what was created. */
  readonly subject: Readonly<Record<string, unknown>>;
  readonly outcome: 'done' | 'refused' | 'failed';
  /** The code of the error. */
  readonly code?: number;
}

export type Audit = (entry: AuditEntry) => void;

/** Parameters that name what a call is about. Whatever else is in a call is a value. */
const naming = ['_id', 'name', 'collectionName', 'pushProjectId', 'deviceId', 'ownerUserOid'] as const;

/** Ids of a list that are told; their number always is. */
const idsTold = 20;

/** Longest text that is told, in characters: it may not have been checked yet. */
const longestText = 255;

/** Errors that no caller is to blame for. */
const failures = new Set([-32603, -11, -12, -13]);

/** Does the work of a call, and takes note of it unless it only reads. */
export async function audited<T>(audit: Audit, { name, isRead }: Pick<Method, 'name' | 'isRead'>, params: unknown, { requestId, caller }: CallContext, work: () => Promise<T>): Promise<T> {
  if (isRead) return work();
  const about = { reqId: requestId, key: caller?.keyName, method: name };
  try {
    const result = await work();
    audit({ ...about, subject: { ...subjectOf(params), ...createdBy(result) }, outcome: 'done' });
    return result;
  } catch (error) {
    const code = error instanceof RpcError ? error.code : -32603;
    audit({ ...about, subject: subjectOf(params), outcome: failures.has(code) ? 'failed' : 'refused', code });
    throw error;
  }
}

function subjectOf(params: unknown): Record<string, unknown> {
  const subject: Record<string, unknown> = {};
  if (typeof params !== 'object' || params === null) return subject;
  const given = new Map<string, unknown>(Object.entries(params));
  for (const name of naming) {
    const value = given.get(name);
    if (typeof value === 'string') subject[name] = value.slice(0, longestText);
  }
  const ids = given.get('idList');
  if (Array.isArray(ids)) {
    subject['ids'] = ids.length;
    subject['idList'] = ids.slice(0, idsTold).map((id: unknown) => String(id).slice(0, longestText));
  }
  return subject;
}

/** The ids in a result: of the one record it holds, or of pushes. */
function createdBy(result: unknown): Record<string, unknown> {
  if (typeof result !== 'object' || result === null) return {};
  const [record] = Object.values(result) as unknown[];
  if (Array.isArray(record) && 'queueIdList' in result) return { queueIdList: record };
  return typeof record === 'object' && record !== null && '_id' in record ? { _id: record._id } : {};
}
