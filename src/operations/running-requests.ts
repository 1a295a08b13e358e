import type { FastifyInstance } from 'fastify';

export interface RunningRequests {
  /** Resolves when no request is being answered; new ones do not count once it has. */
  readonly finished: () => Promise<void>;
}

/** Counts the requests that are being answered, each until its reply is sent or its caller is gone. */
export function countRequests(fastify: FastifyInstance): RunningRequests {
  let count = 0;
  let whenNone: (() => void) | undefined;
  fastify.addHook('onRequest', (_request, reply, done) => {
    count++;
    reply.raw.once('close', () => {
      count--;
      if (count === 0) whenNone?.();
    });
    done();
  });
  return { finished: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => { whenNone = resolve; })) };
}
