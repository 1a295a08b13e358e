import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemException } from '../http/problem.js';
import { surfaceOf } from '../http/surface.js';
import { faultsOfDocument } from './document-limits.js';
import { graphqlError } from './error-format.js';
import { graphqlResponse, replyTypeFor } from './reply-type.js';

/** Queries that are remembered to be within the limits: an application sends the same few again and again. */
const rememberedQueries = 1_000;

/**
 * Refuses a query that exceeds a limit before Apollo Server parses it: none of its hooks comes before its own parsing
 * and validation, whose time the limits are to bound.
 */
export function limitDocuments(fastify: FastifyInstance): void {
  const isWithinLimits = new Set<string>();
  fastify.addHook('preHandler', (request, reply, done) => {
    const query = surfaceOf(request) === 'graphql' ? queryOf(request) : undefined;
    if (query === undefined) {
      done();
      return;
    }
    const hash = createHash('sha256').update(query).digest('base64');
    const faults = isWithinLimits.has(hash) ? [] : faultsOfDocument(query);
    if (faults.length > 0) {
      refuse(faults, request, reply);
      return;
    }
    remember(hash, isWithinLimits);
    done();
  });
}

/** The latest stand last; the first is forgotten. */
function remember(hash: string, hashes: Set<string>): void {
  hashes.delete(hash);
  hashes.add(hash);
  const [first] = hashes;
  if (hashes.size > rememberedQueries && first !== undefined) hashes.delete(first);
}

/** The text of the query, where the request has any; what else may be wrong with it Apollo Server tells. */
function queryOf({ method, query, body }: FastifyRequest): string | undefined {
  const params = method === 'GET' ? query : body;
  const text = typeof params === 'object' && params !== null && 'query' in params ? params.query : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** As a mistake of validation is told: see status-by-media-type.plugin.ts. */
function refuse(faults: readonly string[], { headers }: FastifyRequest, reply: FastifyReply): void {
  const errors = faults.map((detail) => graphqlError(new ProblemException('invalid-params', { detail, errors: [{ name: 'query', detail }] })));
  const type = replyTypeFor(headers.accept) ?? graphqlResponse;
  void reply.code(type === graphqlResponse ? 400 : 200).type(`${type}; charset=utf-8`).send({ errors });
}
