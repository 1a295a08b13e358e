import { problems, type ProblemSlug } from '../../contract/errors.js';
import type { JsonSchema } from '../../contract/facts.js';
import { problemsMember } from '../http/open-api-operation.js';
import { headerReferences } from './headers.js';
import { recordedProblems } from './recorded-examples.js';
import type { Operation } from './sharing.js';

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

/**
 * Turns the problems that each operation names into responses, one a status: a component for every set of problems that
 * some operation can answer with the same status.
 *
 * @returns the components.
 */
export function shareProblems(operations: readonly Operation[]): Record<string, object> {
  const components = new Map<string, object>();
  for (const operation of operations) {
    const named = new Set(operation[problemsMember] as ProblemSlug[]);
    Reflect.deleteProperty(operation, problemsMember);
    // In the order of the table, so that the same set is always named the same.
    const slugs = all.filter((slug) => named.has(slug));
    for (const status of new Set(slugs.map((slug) => problems[slug].status))) {
      const alike = slugs.filter((slug) => problems[slug].status === status);
      const name = alike.map(inPascalCase).join('Or');
      operation.responses[status] = { $ref: `#/components/responses/${name}` };
      components.set(name, responseOf(status, alike));
    }
  }
  return Object.fromEntries([...components].sort(([left], [right]) => (left < right ? -1 : 1)));
}

const all = Object.keys(problems) as ProblemSlug[];

/** Generators make names of types from it. */
function inPascalCase(slug: string): string {
  return slug.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function responseOf(status: number, slugs: readonly ProblemSlug[]): object {
  return {
    description: slugs.map((slug) => `${problems[slug].title}: \`/problems/${slug}\`.`).join(' '),
    headers: headerReferences(headersOf(status)),
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { type: { type: 'string', enum: slugs.map((slug) => `/problems/${slug}`) } }, required: ['type'] }] },
        examples: Object.fromEntries(slugs.flatMap((slug) => (recordedProblems[slug] === undefined ? [] : [[slug, { summary: problems[slug].title, value: recordedProblems[slug] }]]))),
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
