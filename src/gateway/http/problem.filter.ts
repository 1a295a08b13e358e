import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../../contract/limits.js';
import { RpcError } from '../../contract/rpc-error.js';
import { graphqlError } from '../graphql/error-format.js';
import { graphqlResponse, replyTypeFor } from '../graphql/reply-type.js';
import { nearestPath } from './nearest-path.js';
import { problemBody, ProblemException } from './problem.js';
import { surfaceOf } from './surface.js';

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Renders every exception, those of the router and the body parser too, in the way of the surface it happened on. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly routes = new Set<string>();

  /** To be made before the routes are: it learns of them. */
  constructor(private readonly fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url }) => { if (!url.includes('*')) this.routes.add(url); });
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    // GraphQL's own formatError tells what went wrong in a resolver.
    if (host.getType<string>() === 'graphql') throw exception;
    const http = host.switchToHttp();
    this.render(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also what Fastify refuses before its router gives a request to anybody. */
  render(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemOf(exception, request);
    void reply.header('X-Request-Id', request.id);
    const { type, body } = rendered(problem, request);
    void reply.code(problem.getStatus()).headers(problem.details.headers ?? {}).type(type).send(body);
  }

  private problemOf(exception: unknown, request: FastifyRequest): ProblemException {
    if (exception instanceof ProblemException) return exception;
    const status = statusOf(exception);
    if (status === 404) return this.unknownRoute(request);
    if (status >= 400 && status < 500) return refusedByFastify(status);
    request.log.error({ err: exception }, 'unforeseen failure');
    return new ProblemException('internal');
  }

  /** Nest's router knows only routes: a known path with another method is 405. */
  private unknownRoute(request: FastifyRequest): ProblemException {
    const url = request.url.split('?')[0] ?? '';
    const allowed = verbs.filter((method) => this.has(method, url));
    // Where the method is one of them, a folder of files has no such file.
    if (allowed.length === 0 || allowed.some((method) => method === request.method)) return new ProblemException('unknown-route', { detail: nothingAt(url, nearestPath(url, [...this.routes])) });
    return new ProblemException('method-not-allowed', { detail: `${request.method} is not possible here, only ${allowed.join(', ')}.`, headers: { Allow: allowed.join(', ') } });
  }

  private has(method: (typeof verbs)[number], url: string): boolean {
    // Its type leaves out that it answers null where there is no such route.
    const found = this.fastify.findRoute({ method, url }) as { readonly params: Readonly<Record<string, string>> } | null;
    // Between two slashes and after a last one it finds an empty parameter, and then serves nobody.
    return found !== null && Object.entries(found.params).every(([name, value]) => name === '*' || value !== '');
  }
}

function nothingAt(url: string, meant: string | undefined): string {
  const sentence = `There is nothing at ${JSON.stringify(url)}.`;
  return meant === undefined ? sentence : `${sentence} Did you mean ${JSON.stringify(meant)}?`;
}

/** The status that Nest or Fastify gave an exception of its own; 500 for all others. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const isFastifys = exception instanceof Error && 'code' in exception && String(exception.code).startsWith('FST_');
  return isFastifys && 'statusCode' in exception && typeof exception.statusCode === 'number' ? exception.statusCode : 500;
}

/** What Fastify refuses before any code of ours sees it. */
function refusedByFastify(status: number): ProblemException {
  switch (status) {
    case 413:
      return new ProblemException('too-large', { detail: `The body is larger than ${limits.bodyBytes} bytes.` });
    case 414:
      return new ProblemException('unknown-route', { detail: 'A part of the path is too long.' });
    case 415:
      return new ProblemException('unsupported-media-type', { detail: 'Send the body as Content-Type: application/json.' });
    default:
      return new ProblemException('malformed-body', { detail: 'The request could not be read.' });
  }
}

function rendered(problem: ProblemException, request: FastifyRequest): { type: string; body: unknown } {
  switch (surfaceOf(request)) {
    case 'rpc':
      return problem.slug === 'too-large' || problem.slug === 'malformed-body'
        ? { type: 'application/json; charset=utf-8', body: invalidRequest }
        : { type: 'application/problem+json', body: problemBody(problem, request.id) };
    case 'graphql':
      // Clients read the body of a refusal only where it is of GraphQL's own media type.
      return { type: `${replyTypeFor(request.headers.accept) ?? graphqlResponse}; charset=utf-8`, body: { errors: [graphqlError(problem)] } };
    default:
      return { type: 'application/problem+json', body: problemBody(problem, request.id) };
  }
}

const { code, message } = RpcError.of(-32600);
const invalidRequest = { jsonrpc: '2.0', error: { code, message }, id: null };
