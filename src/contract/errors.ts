import { methods } from './methods.js';
import type { RpcError } from './rpc-error.js';

/** One kind of failure as callers of REST and GraphQL see it (gateway-api.md, section 5). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** undefined where GraphQL cannot meet it. */
  readonly graphqlCode: string | undefined;
  /** Whether the same request may succeed later. */
  readonly isRetryable: boolean;
}

/** All problems by slug. A slug, once published, is never given another meaning. */
export const problems = {
  'not-found': { status: 404, title: 'Not found', graphqlCode: 'NOT_FOUND', isRetryable: false },
  'already-exists': { status: 409, title: 'Already exists', graphqlCode: 'CONFLICT', isRetryable: false },
  'invalid-params': { status: 400, title: 'Invalid parameters', graphqlCode: 'BAD_USER_INPUT', isRetryable: false },
  'method-not-supported': { status: 501, title: 'Not supported', graphqlCode: 'NOT_SUPPORTED', isRetryable: false },
  'bad-upstream': { status: 502, title: 'Bad answer from the upstream', graphqlCode: 'BAD_UPSTREAM', isRetryable: true },
  internal: { status: 500, title: 'Internal error', graphqlCode: 'INTERNAL', isRetryable: false },
  unauthenticated: { status: 401, title: 'API key missing or invalid', graphqlCode: 'UNAUTHENTICATED', isRetryable: false },
  'upstream-key-refused': { status: 502, title: 'The upstream refused the gateway’s key', graphqlCode: 'BAD_UPSTREAM', isRetryable: false },
  'invalid-operation': { status: 409, title: 'Invalid operation', graphqlCode: 'CONFLICT', isRetryable: false },
  forbidden: { status: 403, title: 'Permission denied', graphqlCode: 'FORBIDDEN', isRetryable: false },
  'too-many-requests': { status: 429, title: 'Too many requests', graphqlCode: 'TOO_MANY_REQUESTS', isRetryable: true },
  'application-error': { status: 422, title: 'Application error', graphqlCode: 'APPLICATION_ERROR', isRetryable: false },
  'upstream-unavailable': { status: 503, title: 'Upstream unavailable', graphqlCode: 'UPSTREAM_UNAVAILABLE', isRetryable: true },
  'upstream-timeout': { status: 504, title: 'Upstream timed out', graphqlCode: 'UPSTREAM_TIMEOUT', isRetryable: true },
  'malformed-body': { status: 400, title: 'Malformed body', graphqlCode: undefined, isRetryable: false },
  'unknown-route': { status: 404, title: 'Unknown route', graphqlCode: undefined, isRetryable: false },
  'method-not-allowed': { status: 405, title: 'Method not allowed', graphqlCode: undefined, isRetryable: false },
  'not-acceptable': { status: 406, title: 'Not acceptable', graphqlCode: undefined, isRetryable: false },
  'too-large': { status: 413, title: 'Too large', graphqlCode: undefined, isRetryable: false },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type', graphqlCode: undefined, isRetryable: false },
  overloaded: { status: 503, title: 'Overloaded', graphqlCode: 'OVERLOADED', isRetryable: true },
} as const satisfies Record<string, Problem>;

export type ProblemSlug = keyof typeof problems;

interface Rule {
  readonly code: number | readonly [from: number, to: number];
  readonly source?: RpcError['source'];
  /** A sentence of `data` that must match; with `subject`, one that stands under a subject of the method. */
  readonly sentence?: RegExp;
  readonly underSubject?: boolean;
  readonly problem: ProblemSlug;
}

const any = [-Infinity, Infinity] as const;

/** The error table: the first rule that fits decides. */
const rules: readonly Rule[] = [
  { code: any, source: 'unsent', problem: 'upstream-unavailable' },
  { code: -32602, sentence: /\bnot found\b/i, underSubject: true, problem: 'not-found' },
  { code: -32602, sentence: /\balready exists\b/i, problem: 'already-exists' },
  { code: -32602, problem: 'invalid-params' },
  { code: -32601, problem: 'method-not-supported' },
  { code: -32603, source: 'embedded', problem: 'internal' },
  { code: 4, source: 'upstream-key', problem: 'upstream-key-refused' },
  { code: 4, problem: 'unauthenticated' },
  { code: [10, 11], problem: 'unauthenticated' },
  { code: 12, problem: 'invalid-params' },
  { code: 13, problem: 'invalid-operation' },
  { code: 14, problem: 'forbidden' },
  { code: -14, problem: 'forbidden' },
  { code: 9999, problem: 'too-many-requests' },
  { code: [10_000, Infinity], problem: 'application-error' },
  { code: -11, problem: 'upstream-timeout' },
  { code: any, problem: 'bad-upstream' },
];

/** The problem that the error of a call is: total, so that no code of any upstream is left over. */
export function problemOf(error: RpcError): ProblemSlug {
  const subjects = methods.get(error.method ?? '')?.subjects ?? [];
  const found = rules.find((each) => fits(each, error, subjects));
  return found?.problem ?? 'bad-upstream';
}

function fits(rule: Rule, error: RpcError, subjects: readonly string[]): boolean {
  const [from, to] = typeof rule.code === 'number' ? [rule.code, rule.code] : rule.code;
  if (error.code < from || error.code > to) return false;
  if (rule.source !== undefined && rule.source !== error.source) return false;
  if (rule.sentence === undefined) return true;
  const sentence = rule.sentence;
  return faultsOf(error).some(([name, text]) => sentence.test(text) && (rule.underSubject !== true || subjects.includes(name)));
}

/** The offending parameters of an error with their sentences; none where its `data` is of another form. */
export function faultsOf(error: RpcError): [name: string, sentence: string][] {
  if (error.code !== -32602 || typeof error.data !== 'object' || error.data === null) return [];
  return Object.entries(error.data).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
