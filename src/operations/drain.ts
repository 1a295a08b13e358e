import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** For how long, in milliseconds, a client may still send a request on a connection that it keeps. */
const lingerMs = 1_500;

export interface Drain {
  /** From now on every reply says that its connection ends with it. */
  readonly begin: () => void;
  /** Resolves when nobody keeps a connection any more, or has not used it for a while, which is `atMostMs` milliseconds at most. */
  readonly lingered: (atMostMs: number) => Promise<void>;
}

/**
 * A client that keeps a connection may be sending a request at the very moment at which it is closed, and then cannot
 * know what became of it. So connections are not closed at once: the next reply on each tells that it is the last, and
 * only what is not used any more is cut.
 */
export function drainConnections(fastify: FastifyInstance): Drain {
  const connections = new Set<Socket>();
  let isDraining = false;
  let whenNone: (() => void) | undefined;
  fastify.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => {
      connections.delete(socket);
      if (connections.size === 0) whenNone?.();
    });
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isDraining) void reply.header('Connection', 'close');
    done();
  });
  return {
    begin: () => { isDraining = true; },
    lingered: (atMostMs) => new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(lingerMs, atMostMs));
      whenNone = () => {
        clearTimeout(timer);
        resolve();
      };
      if (connections.size === 0) whenNone();
    }),
  };
}
