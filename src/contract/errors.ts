import type { Method } from './method.js';
import { methods, operations } from './methods.js';
import type { RpcError } from './rpc-error.js';

/** One kind of failure as callers of REST and GraphQL see it (gateway-api.md, section 5). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** undefined where GraphQL cannot meet it. */
  readonly graphqlCode: string | undefined;
  /** Whether the same request may succeed later. */
  readonly isRetryable: boolean;
  /** Whether the Management API's own message is worth telling. */
  readonly tellsMessage?: boolean;
  /** What it means, and what to do: for the page at `/problems/{slug}`. */
  readonly meaning: string;
  readonly remedy: string;
}

/** All problems by slug. A slug, once published, is never given another meaning. */
export const problems = {
  'not-found': {
    status: 404, title: 'Not found', graphqlCode: 'NOT_FOUND', isRetryable: false,
    meaning: 'The user, collection, item or key that the request is about does not exist. It may never have, or it has been deleted.',
    remedy: 'Check the id or name; list what there is, and take ids from there. `errors` names the parameter.',
  },
  'already-exists': {
    status: 409, title: 'Already exists', graphqlCode: 'CONFLICT', isRetryable: false,
    meaning: 'The name that the request wants to give is taken: usernames, collection names and the names of live keys are unique.',
    remedy: 'Choose another name, or change what bears this one.',
  },
  'invalid-params': {
    status: 400, title: 'Invalid parameters', graphqlCode: 'BAD_USER_INPUT', isRetryable: false,
    meaning: 'One or more parameters are missing, of the wrong type or out of bounds. Nothing was changed.',
    remedy: 'Read `errors`: each entry names a parameter and says what would be right. All mistakes are told at once.',
  },
  'method-not-supported': {
    status: 501, title: 'Not supported', graphqlCode: 'NOT_SUPPORTED', isRetryable: false,
    meaning: 'The Management API that answers here does not know the method behind this operation.',
    remedy: 'Ask whoever runs the server which version it is.',
  },
  'bad-upstream': {
    status: 502, title: 'Bad answer from the upstream', graphqlCode: 'BAD_UPSTREAM', isRetryable: true,
    meaning: 'The Management API behind this gateway answered something that is no proper answer, or broke the connection after the request was sent.',
    remedy: 'A read may be repeated. Before you repeat a write, look whether it was done: it may have been.',
  },
  internal: {
    status: 500, title: 'Internal error', graphqlCode: 'INTERNAL', isRetryable: false,
    meaning: 'Something went wrong in the server that nobody foresaw. The cause is in its log, under the id that `instance` gives.',
    remedy: 'Tell whoever runs the server the id. Before you repeat a write, look whether it was done.',
  },
  unauthenticated: {
    status: 401, title: 'API key missing or invalid', graphqlCode: 'UNAUTHENTICATED', isRetryable: false,
    meaning: 'No API key came with the request, or it is unknown, revoked, expired, or not meant for this address.',
    remedy: 'Send the key as `X-Monaca-Backend-Management-API-Key: KEY` or `Authorization: Bearer KEY`.',
  },
  'upstream-key-refused': {
    status: 502, title: 'The upstream refused the gateway’s key', graphqlCode: 'BAD_UPSTREAM', isRetryable: false,
    meaning: 'The Management API behind this gateway refused the gateway’s own key. Yours is not at fault.',
    remedy: 'Ask whoever runs the gateway to set a valid `MANAGEMENT_API_KEY`.',
  },
  'invalid-operation': {
    status: 409, title: 'Invalid operation', graphqlCode: 'CONFLICT', isRetryable: false, tellsMessage: true,
    meaning: 'The request is well-formed, but the state of things forbids it, such as one more collection than there may be.',
    remedy: 'Change the state first; `rpc.data` may say what stands in the way.',
  },
  forbidden: {
    status: 403, title: 'Permission denied', graphqlCode: 'FORBIDDEN', isRetryable: false,
    meaning: 'The key is valid, but it may not do this.',
    remedy: 'Use a key that has the scope for it.',
  },
  'too-many-requests': {
    status: 429, title: 'Too many requests', graphqlCode: 'TOO_MANY_REQUESTS', isRetryable: true,
    meaning: 'The key has used up its requests for now.',
    remedy: 'Wait as many seconds as `Retry-After` says.',
  },
  'application-error': {
    status: 422, title: 'Application error', graphqlCode: 'APPLICATION_ERROR', isRetryable: false, tellsMessage: true,
    meaning: 'The Management API behind this gateway answered an error of its own, with a code of 10000 or more.',
    remedy: '`rpc.code` and `detail` are that API’s; its documentation explains them.',
  },
  'upstream-unavailable': {
    status: 503, title: 'Upstream unavailable', graphqlCode: 'UPSTREAM_UNAVAILABLE', isRetryable: true,
    meaning: 'The Management API behind this gateway could not be reached. The request was surely not carried out.',
    remedy: 'Repeat it after as many seconds as `Retry-After` says, writes too.',
  },
  'upstream-timeout': {
    status: 504, title: 'Upstream timed out', graphqlCode: 'UPSTREAM_TIMEOUT', isRetryable: true,
    meaning: 'The Management API behind this gateway did not answer in time.',
    remedy: 'A read may be repeated. Before you repeat a write, look whether it was done: it may have been.',
  },
  'malformed-body': {
    status: 400, title: 'Malformed body', graphqlCode: undefined, isRetryable: false,
    meaning: 'The request or its body could not be read: it is no JSON, no UTF-8, or nests too deep.',
    remedy: 'Send a JSON object, at most 100 levels deep, as UTF-8.',
  },
  'unknown-route': {
    status: 404, title: 'Unknown route', graphqlCode: undefined, isRetryable: false,
    meaning: 'There is nothing at this address.',
    remedy: 'Compare it with the paths in `/openapi.json`; REST begins with `/v1`.',
  },
  'method-not-allowed': {
    status: 405, title: 'Method not allowed', graphqlCode: undefined, isRetryable: false,
    meaning: 'The address exists, but not with this HTTP method.',
    remedy: 'Use one that the `Allow` header names.',
  },
  'not-acceptable': {
    status: 406, title: 'Not acceptable', graphqlCode: undefined, isRetryable: false,
    meaning: 'The `Accept` header excludes everything that could be answered.',
    remedy: 'Accept `application/json`, or leave the header out.',
  },
  'too-large': {
    status: 413, title: 'Too large', graphqlCode: undefined, isRetryable: false,
    meaning: 'The body is larger than may be sent.',
    remedy: 'Send at most 5 MiB a request; split what is larger.',
  },
  'unsupported-media-type': {
    status: 415, title: 'Unsupported media type', graphqlCode: undefined, isRetryable: false,
    meaning: 'The body is of a type that is not read here.',
    remedy: 'Send JSON with `Content-Type: application/json`.',
  },
  overloaded: {
    status: 503, title: 'Overloaded', graphqlCode: 'OVERLOADED', isRetryable: true,
    meaning: 'The server is shutting down, or has too much to do.',
    remedy: 'Repeat the request after as many seconds as `Retry-After` says; it was not carried out.',
  },
} as const satisfies Record<string, Problem>;

export type ProblemSlug = keyof typeof problems;

/** One row of the error table. */
export interface ErrorRule {
  readonly code: number | readonly [from: number, to: number];
  readonly source?: RpcError['source'];
  /** A sentence of `data` that must match; with `subject`, one that stands under a subject of the method. */
  readonly sentence?: RegExp;
  readonly underSubject?: boolean;
  /** Only a Management API elsewhere, or the way to it, can lead to it. */
  readonly isElsewhere?: boolean;
  /** The methods that can be answered so; all by default. */
  readonly of?: (method: Method<string, object, object>) => boolean;
  readonly problem: ProblemSlug;
}

const any = [-Infinity, Infinity] as const;

/** The error table: the first rule that fits decides. */
export const errorRules: readonly ErrorRule[] = [
  { code: any, source: 'unsent', isElsewhere: true, problem: 'upstream-unavailable' },
  { code: any, source: 'overloaded', problem: 'overloaded' },
  { code: -32602, sentence: /\bnot found\b/i, underSubject: true, of: ({ subjects }) => subjects.length > 0, problem: 'not-found' },
  { code: -32602, sentence: /\balready exists\b/i, of: ({ claims }) => claims.length > 0, problem: 'already-exists' },
  { code: -32602, problem: 'invalid-params' },
  { code: -32601, isElsewhere: true, problem: 'method-not-supported' },
  { code: -32603, source: 'embedded', problem: 'internal' },
  { code: 4, source: 'upstream-key', isElsewhere: true, problem: 'upstream-key-refused' },
  { code: 4, problem: 'unauthenticated' },
  { code: [10, 11], isElsewhere: true, problem: 'unauthenticated' },
  { code: 12, isElsewhere: true, problem: 'invalid-params' },
  { code: 13, of: ({ dependsOnState }) => dependsOnState, problem: 'invalid-operation' },
  { code: 14, of: ({ scope }) => scope !== 'any', problem: 'forbidden' },
  { code: -14, isElsewhere: true, problem: 'forbidden' },
  { code: 9999, problem: 'too-many-requests' },
  { code: [10_000, Infinity], isElsewhere: true, problem: 'application-error' },
  { code: -11, isElsewhere: true, problem: 'upstream-timeout' },
  { code: any, isElsewhere: true, problem: 'bad-upstream' },
];

/** The rules that can decide about a call of a method; nobody elsewhere answers an operation of the gateway's own. */
function rulesOf(method: Method<string, object, object>): readonly ErrorRule[] {
  return errorRules.filter(({ isElsewhere = false, of = () => true }) => of(method) && (!isElsewhere || methods.has(method.name)));
}

/** The problems that a call of a method can be, whoever answers it. */
export function problemsOfCalls(method: Method<string, object, object>): ReadonlySet<ProblemSlug> {
  return new Set(rulesOf(method).map(({ problem }) => problem));
}

/** The codes of the errors that this process can answer a call of a method with, once the call has been understood. */
export function codesOfCalls(method: Method<string, object, object>): readonly number[] {
  return [...new Set(rulesOf(method).flatMap(({ code, isElsewhere = false }) => (isElsewhere || typeof code !== 'number' ? [] : [code])))];
}

/** The problem that the error of a call is: total, so that no code of any upstream is left over. */
export function problemOf(error: RpcError): ProblemSlug {
  return ruleFor(error)?.problem ?? 'bad-upstream';
}

/** Seconds after which a caller is asked to try again when nobody knows better. */
const retryAfterSeconds = 2;

/** What `Retry-After` says of the error of a call, in seconds; undefined where it is no matter of waiting. */
export function retryAfterOf(error: RpcError): number | undefined {
  const { status } = problems[problemOf(error)];
  return status === 429 || status === 503 ? (error.retryAfterSeconds ?? retryAfterSeconds) : undefined;
}

/** The rule that decides about an error; the last one takes what is left. */
export function ruleFor(error: RpcError): ErrorRule | undefined {
  const subjects = operations.get(error.method ?? '')?.subjects ?? [];
  return errorRules.find((each) => fits(each, error, subjects));
}

function fits(rule: ErrorRule, error: RpcError, subjects: readonly string[]): boolean {
  const [from, to] = typeof rule.code === 'number' ? [rule.code, rule.code] : rule.code;
  if (error.code < from || error.code > to) return false;
  if (rule.source !== undefined && rule.source !== error.source) return false;
  if (rule.sentence === undefined) return true;
  const sentence = rule.sentence;
  return faultsOf(error).some(([name, text]) => sentence.test(text) && (rule.underSubject !== true || subjects.includes(name)));
}

/** The codes whose `data` maps parameters to sentences. */
const codesWithFaults = new Set([-32602, 13]);

/** The offending parameters of an error with their sentences; none where its `data` is of another form. */
export function faultsOf(error: RpcError): [name: string, sentence: string][] {
  if (!codesWithFaults.has(error.code) || typeof error.data !== 'object' || error.data === null) return [];
  return Object.entries(error.data).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** The scopes that a refused call lacked; none where the error does not say. */
export function missingScopesOf({ code, data }: RpcError): readonly string[] {
  if (code !== 14 || typeof data !== 'object' || data === null) return [];
  const { scopes } = data as { readonly scopes?: unknown };
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}
