import { STATUS_CODES } from 'node:http';
import { problems, type Problem, type ProblemSlug } from '../../contract/errors.js';
import type { JsonSchema } from '../../contract/facts.js';
import { problemBody, ProblemException } from '../http/problem.js';
import { headerReferences } from './headers.js';

const code = { type: 'integer', format: 'int32', minimum: -2_147_483_648, maximum: 2_147_483_647 };

/** The body of every refusal. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  properties: {
    type: { type: 'string', enum: Object.keys(problems).map((slug) => `/problems/${slug}`), description: 'Which kind of problem: the address of a page that explains it.' },
    title: { type: 'string', maxLength: 255, description: 'The kind in words.' },
    status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599, description: 'The HTTP status.' },
    detail: { type: 'string', maxLength: 65_536, description: 'What happened this time.' },
    instance: { type: 'string', maxLength: 255, description: 'The id of the request, as in `X-Request-Id` and in the log.' },
    rpc: {
      type: 'object',
      description: 'The error of the Management API behind it.',
      properties: {
        code: { ...code, description: 'Its code.' },
        method: { type: 'string', maxLength: 255, description: 'The method that was called.' },
        data: { description: 'Its data, as the Management API gave it.' },
      },
      required: ['code'],
      additionalProperties: false,
    },
    errors: {
      type: 'array',
      maxItems: 1_000,
      description: 'Offending parameters, all at once.',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 255, description: 'The parameter: a path segment, a query parameter or a member of the body.' },
          detail: { type: 'string', maxLength: 65_536, description: 'What would be right.' },
        },
        required: ['name', 'detail'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance'],
  additionalProperties: false,
};

/** The name of the response component of a status, such as `NotFound`: generators make names of types from it. */
function nameOf(status: number): string {
  return (STATUS_CODES[status] ?? String(status)).replaceAll(/[^A-Za-z]/g, '');
}

/** Where the response of a status of the problem table is described. */
export function problemResponse(status: number): { $ref: string } {
  return { $ref: `#/components/responses/${nameOf(status)}` };
}

/** The responses of some statuses of the problem table, with an example of each problem that has one of them. */
export function problemResponses(statuses: ReadonlySet<number>): Record<string, object> {
  const all = Object.entries<Problem>(problems) as [ProblemSlug, Problem][];
  return Object.fromEntries([...statuses].sort((left, right) => left - right).map((status) => [nameOf(status), responseOf(status, all.filter(([, problem]) => problem.status === status))]));
}

function responseOf(status: number, found: readonly [ProblemSlug, Problem][]): object {
  return {
    description: found.map(([slug, { title }]) => `${title}: \`/problems/${slug}\`.`).join(' '),
    headers: headerReferences(headersOf(status)),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(found.map(([slug, { title }]) => [slug, { summary: title, value: problemBody(new ProblemException(slug), '7d4a1c1e-6f0e-4a57-9a59-0d6c1f1f7b0a') }])),
      },
    },
  };
}

function headersOf(status: number): string[] {
  return [
    'X-Request-Id', 'Access-Control-Allow-Origin',
    ...(status === 401 ? ['WWW-Authenticate'] : []),
    ...(status === 429 || status === 503 ? ['Retry-After'] : []),
    'RateLimit', 'RateLimit-Policy',
  ];
}
