import { faultsOfRestReply } from './openapi-replies.js';
import { faultsOfError, faultsOfResult, type RpcErrorObject } from './rpc-replies.js';

/**
 * Holds every reply that any test fetches against the documents in openapi/: what they do not describe fails the test
 * that met it. Replies of servers that are not ours do not come by fetch.
 */
let isChecking = true;
const plainFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const reply = await plainFetch(input, init);
  const url = new URL(input instanceof Request ? input.url : String(input));
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  const faults = isChecking && url.hostname === '127.0.0.1' ? await faultsOf(method.toUpperCase(), url.pathname, init?.body, reply) : [];
  if (faults.length > 0) throw new Error(`A reply is not as the contract says. ${faults.join('; ')}`);
  return reply;
};

/** For an upstream that tells more than the contract: what is fetched meanwhile is not held against it. */
export async function beyondTheContract<T>(work: () => Promise<T>): Promise<T> {
  isChecking = false;
  return work().finally(() => { isChecking = true; });
}

async function faultsOf(method: string, path: string, sent: unknown, reply: Response): Promise<string[]> {
  if (method === 'OPTIONS') return [];
  if (path.startsWith('/v1/')) return faultsOfRestReply(method, path, { status: reply.status, headers: reply.headers, body: await textOf(reply) });
  const isRpc = path === '/rpc' || path.startsWith('/manage/json-rpc/');
  if (!isRpc || typeof sent !== 'string' || reply.status !== 200) return [];
  return answersOf(JSON.parse(await textOf(reply)), sent);
}

/** The body, and it can still be read. */
async function textOf(reply: Response): Promise<string> {
  return reply.clone().text();
}

/** Answers are told by their id; what is no call that can be read has none. */
function answersOf(answered: unknown, sent: string): string[] {
  const calls = asList(parse(sent)) as { readonly id?: unknown; readonly method?: unknown }[];
  return (asList(answered) as { readonly id?: unknown; readonly result?: unknown; readonly error?: RpcErrorObject }[]).flatMap(({ id, result, error }) => {
    const call = calls.find((each) => each.id === id);
    if (typeof call?.method !== 'string') return [];
    // Replies that fill a batch are no matter of the method.
    if (error !== undefined) return Array.isArray(answered) && error.code === 13 ? [] : faultsOfError(call.method, error);
    return faultsOfResult(call.method, result);
  });
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
