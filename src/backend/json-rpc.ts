import { setImmediate as nextTurn } from 'node:timers/promises';
import { nestsDeeperThan } from '../contract/json-depth.js';
import { limits } from '../contract/limits.js';
import { RpcError } from '../contract/rpc-error.js';

/** JSON-RPC 2.0, the text on the wire: requests out of it, envelopes into it. No method is known here. */

export type RpcId = string | number | null;

export interface RpcRequest {
  readonly method: string;
  readonly params: unknown;
  /** undefined: a notification, which is never answered. */
  readonly id: RpcId | undefined;
}

type Envelope = { readonly jsonrpc: '2.0'; readonly id: RpcId } & ({ readonly result: unknown } | { readonly error: ErrorObject });

interface ErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export type Answer = (request: RpcRequest) => Promise<unknown>;

/**
 * Answers a JSON-RPC text: a request or a batch, whose calls run one after another, so that a later one sees what an
 * earlier one did. Resolves to undefined when nothing is to be answered, because there were notifications only.
 */
export async function answerText(text: string, answer: Answer): Promise<string | undefined> {
  const parsed = parse(text);
  if (parsed instanceof RpcError) return textOf(failure(null, parsed));
  if (!Array.isArray(parsed)) return answerOne(parsed, answer);
  if (parsed.length === 0 || parsed.length > limits.batchCalls) return textOf(failure(null, RpcError.of(-32600)));
  const envelopes: string[] = [];
  let length = 0;
  for (const member of parsed as unknown[]) {
    // Calls may be answered without waiting for anything: other requests get their turn between those of a batch.
    await nextTurn();
    const envelope = await answerOne(member, length > limits.pageBytes ? refuseToCall : answer);
    if (envelope === undefined) continue;
    envelopes.push(envelope);
    length += envelope.length;
  }
  return envelopes.length === 0 ? undefined : `[${envelopes.join(',')}]`;
}

/** Together the replies of a batch hold little more than one full page, so that none can exhaust the memory. */
async function refuseToCall(): Promise<never> {
  throw RpcError.of(13, 'Not called: the replies to the calls before it fill a batch.');
}

/** Longest text, in UTF-16 units, that is parsed for a caller who is refused anyway. */
const longestRefusedText = 65_536;

/** One error for a whole text, whatever is in it; a single request that is not too long gets its id back. */
export function refuseText(text: string, error: RpcError): string {
  const parsed = text.length > longestRefusedText ? undefined : parse(text);
  const request = parsed instanceof RpcError ? parsed : readRequest(parsed);
  return textOf(failure(request instanceof RpcError ? null : (request.id ?? null), error));
}

/** @returns what went wrong as an RpcError, or the parsed JSON. */
function parse(text: string): unknown {
  if (nestsDeeperThan(text, limits.jsonDepth)) return RpcError.of(-32600, `JSON may nest at most ${limits.jsonDepth} levels.`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return RpcError.of(-32700);
  }
}

async function answerOne(member: unknown, answer: Answer): Promise<string | undefined> {
  const request = readRequest(member);
  if (request instanceof RpcError) return textOf(failure(null, request));
  const id = request.id ?? null;
  const envelope = await answer(request).then(
    (result): Envelope => ({ jsonrpc: '2.0', result, id }),
    (error: unknown) => failure(id, error instanceof RpcError ? error : RpcError.of(-32603)),
  );
  return request.id === undefined ? undefined : textOf(envelope);
}

function textOf(envelope: Envelope): string {
  return JSON.stringify(envelope);
}

function failure(id: RpcId, error: RpcError): Envelope {
  return { jsonrpc: '2.0', error: errorObject(error), id };
}

function errorObject({ code, message, data }: RpcError): ErrorObject {
  return data === undefined ? { code, message } : { code, message, data };
}

/** A request object (JSON-RPC 2.0, section 4), or the error it deserves. */
function readRequest(value: unknown): RpcRequest | RpcError {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return RpcError.of(-32600);
  const { jsonrpc, method, params, id } = value as Readonly<Record<string, unknown>>;
  const hasId = Object.hasOwn(value, 'id');
  const isValid = jsonrpc === '2.0' && typeof method === 'string'
    && (!Object.hasOwn(value, 'params') || (typeof params === 'object' && params !== null))
    && (!hasId || isRpcId(id));
  return isValid ? { method, params, id: hasId ? (id as RpcId) : undefined } : RpcError.of(-32600);
}

function isRpcId(id: unknown): id is RpcId {
  return id === null || typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id));
}
