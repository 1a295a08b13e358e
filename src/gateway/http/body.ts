import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nestsDeeperThan } from '../../contract/json-depth.js';
import { limits } from '../../contract/limits.js';
import { ProblemException } from './problem.js';
import { surfaceOf } from './surface.js';

const decoder = new TextDecoder();
const jsonMediaType = /^application\/(?:[a-z0-9.!#$&^_+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads bodies: as text on the RPC endpoints, where whatever comes is JSON (the official curl example sends another
 * type), and as JSON everywhere else, where nothing but JSON may come.
 */
export function installBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (surfaceOf(request) === 'rpc') request.headers['content-type'] = 'application/json';
    done();
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      done(null, readBody(request, body));
    } catch (error) {
      done(error as Error);
    }
  });
}

function readBody(request: FastifyRequest, body: Buffer): unknown {
  const surface = surfaceOf(request);
  // What is no UTF-8 is no JSON either: the empty text gets the same answer.
  if (surface === 'rpc') return isUtf8(body) ? decoder.decode(body) : '';
  if (surface === 'nowhere' || body.length === 0) return undefined;
  if (!jsonMediaType.test(request.headers['content-type'] ?? '')) {
    throw new ProblemException('unsupported-media-type', { detail: 'Send the body as Content-Type: application/json.' });
  }
  return readJson(body);
}

function readJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new ProblemException('malformed-body', { detail: 'The body is not UTF-8.' });
  const text = decoder.decode(body);
  if (nestsDeeperThan(text, limits.jsonDepth)) throw new ProblemException('malformed-body', { detail: `JSON may nest at most ${limits.jsonDepth} levels.` });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The parser's message quotes the body, which may hold a password: only where it stumbled is repeated.
    const position = /position \d+/.exec(String(error))?.[0];
    throw new ProblemException('malformed-body', { detail: `The body is not JSON${position === undefined ? '' : ` (at ${position})`}.` });
  }
}
