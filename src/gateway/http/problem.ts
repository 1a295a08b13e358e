import { HttpException } from '@nestjs/common';
import { problems, type ProblemSlug } from '../../contract/errors.js';

export interface ParameterFault {
  readonly name: string;
  readonly detail: string;
}

export interface ProblemDetails {
  /** What happened this time, in a sentence. */
  readonly detail?: string;
  /** Offending parameters, by the surface's own names. */
  readonly errors?: readonly ParameterFault[];
  /** The Management API's error behind it. */
  readonly rpc?: { readonly code: number; readonly method?: string | undefined; readonly data?: unknown };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something of the problem table that happened on the way of a request: an HTTP exception that knows its slug. */
export class ProblemException extends HttpException {
  constructor(readonly slug: ProblemSlug, readonly details: ProblemDetails = {}) {
    super(problems[slug].title, problems[slug].status);
  }
}

/** The members that REST and GraphQL show alike (gateway-api.md, section 5). */
export function problemMembers({ slug, details }: ProblemException): { type: string; status: number } & Pick<ProblemDetails, 'rpc' | 'errors'> {
  return {
    type: `/problems/${slug}`,
    status: problems[slug].status,
    ...(details.rpc && { rpc: details.rpc }),
    ...(details.errors && { errors: details.errors }),
  };
}

/** The body of an application/problem+json reply (RFC 9457). */
export function problemBody(problem: ProblemException, requestId: string): Record<string, unknown> {
  const { type, status, ...rest } = problemMembers(problem);
  const { title } = problems[problem.slug];
  return { type, title, status, detail: problem.details.detail ?? `${title}.`, instance: requestId, ...rest };
}

export const keyRequired = new ProblemException('unauthenticated', {
  detail: 'Send a valid API key as X-Monaca-Backend-Management-API-Key, or as Authorization: Bearer KEY.',
  headers: { 'WWW-Authenticate': 'Bearer' },
});
