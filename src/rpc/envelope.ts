import { nestsDeeperThan } from '../contract/json-depth.js';
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

/** Levels that an answer may nest beyond what a request may: a batch, its envelope, the result, its list. */
const levelsAround = 8;

/** The JSON in a reply; undefined when there is none, or it nests deep enough to overflow the stack of whoever walks it. */
export function readReply(text: string): unknown {
  if (nestsDeeperThan(text, limits.jsonDepth + levelsAround)) return undefined;
  try {
    return JSON.parse(text) as unknown;
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
