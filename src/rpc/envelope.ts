import { isDeeperThan } from '../contract/json-depth.js';
import { limits } from '../contract/limits.js';

/** JSON-RPC 2.0 as it comes back: what is an answer to a call of ours, and what is none. */

export type Envelope = { readonly result: unknown } | { readonly error: ErrorObject };

export interface ErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The hosted service wanted the id of a single call to be 1. */
export const singleId = 1;

/** A request, around what `callContent` made. */
export function requestText(id: number, content: string): string {
  return `{"jsonrpc":"2.0","id":${id},${content}}`;
}

/** The members of a request that say what is asked for. */
export function callContent(method: string, params: unknown): string {
  return `"method":${JSON.stringify(method)},"params":${JSON.stringify(params ?? {})}`;
}

/** Levels that an answer may nest beyond what a request may: a batch, its envelope, the result, its list. */
const levelsAround = 8;

/** The JSON in a reply; undefined when there is none, or it nests deep enough to overflow the stack of whoever walks it. */
export function readReply(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return isDeeperThan(value, limits.jsonDepth + levelsAround) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** The answer to a single call: version, id, and exactly one of result and error; undefined for anything else. */
export function readEnvelope(value: unknown): Envelope | undefined {
  if (!isObject(value)) return undefined;
  // An error about the request itself may carry a null id (JSON-RPC 2.0, section 5).
  const answersUs = value['id'] === singleId || (value['id'] === null && Object.hasOwn(value, 'error'));
  return answersUs ? envelopeIn(value) : undefined;
}

/**
 * The answers to a batch of `count` calls with the ids 1 to `count`, in their order whatever the order they came in;
 * undefined for a call that was answered not at all, twice, or badly.
 */
export function readBatch(members: readonly unknown[], count: number): (Envelope | undefined)[] {
  const found = new Map<unknown, Envelope | undefined>();
  for (const member of members) {
    if (!isObject(member)) continue;
    const id = member['id'];
    found.set(id, found.has(id) ? undefined : envelopeIn(member));
  }
  return Array.from({ length: count }, (_, index) => found.get(index + 1));
}

function envelopeIn(value: Readonly<Record<string, unknown>>): Envelope | undefined {
  const { jsonrpc, result, error } = value;
  const hasError = Object.hasOwn(value, 'error');
  if (jsonrpc !== '2.0' || Object.hasOwn(value, 'result') === hasError) return undefined;
  if (!hasError) return { result };
  return isErrorObject(error) ? { error } : undefined;
}

function isErrorObject(value: unknown): value is ErrorObject {
  return isObject(value) && Number.isInteger(value['code']) && typeof value['message'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
