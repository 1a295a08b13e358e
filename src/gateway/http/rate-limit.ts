import type { FastifyReply } from 'fastify';
import { Allowance } from '../../access/limits/allowance.js';
import { windowMs, type RateLimiter, type Standing } from '../../access/limits/rate-limiter.js';
import { ProblemException } from './problem.js';

/** The name of the one policy in `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). */
const policy = '"key"';

/** What a request with a valid key may take, with the headers that tell how the key stands. */
export function allowanceOf(limiter: RateLimiter, keyHash: string, reply: FastifyReply): Allowance {
  void reply.header('RateLimit-Policy', `${policy};q=${limiter.unitsPerWindow};w=${windowMs / 1_000}`);
  return new Allowance(limiter, keyHash, ({ isAllowed, remaining, resetsInMs }: Standing) => {
    const seconds = inSeconds(resetsInMs);
    void reply.header('RateLimit', `${policy};r=${remaining};t=${seconds}`);
    if (!isAllowed) void reply.header('Retry-After', String(seconds));
  });
}

export function inSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

export const limitExceeded = new ProblemException('too-many-requests', { detail: 'The key has used up its calls of this minute.' });
