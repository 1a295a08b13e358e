import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** For how long, in milliseconds, a client may still send a request on a connection that it keeps. */
const lingerMs = 1_500;

/** For how long, in milliseconds, connections may go on coming before the listener is closed all the same. */
const acceptMs = 2_000;

/** In a turn of the event loop that is not longer than this, in milliseconds, hardly anybody can come after its connection was accepted. */
const shortTurnMs = 1;

export interface Drain {
  /** Resolves at a moment at which no connection waits to be accepted, the one to close the listener at; or after `atMostMs` milliseconds. */
  readonly allAccepted: (atMostMs: number) => Promise<void>;
  /** From now on every reply says that its connection ends with it. */
  readonly begin: () => void;
  /** Resolves when nobody keeps a connection any more, or has not used it for a while, which is `atMostMs` milliseconds at most. */
  readonly lingered: (atMostMs: number) => Promise<void>;
}

/**
 * A client that keeps a connection may be sending a request at the very moment at which it is closed, and then cannot
 * know what became of it. So connections are not closed at once: the next reply on each tells that it is the last, and
 * only what is not used any more is cut.
 *
 * A client whose connection waits to be accepted believes that it is connected. The kernel resets it when the listener
 * closes, and the event loop accepts only one a turn (https://github.com/libuv/libuv/pull/3696).
 */
export function drainConnections(fastify: FastifyInstance): Drain {
  const connections = new Set<Socket>();
  let acceptedSoFar = 0;
  let isDraining = false;
  let whenNone: (() => void) | undefined;
  fastify.server.on('connection', (socket: Socket) => {
    acceptedSoFar++;
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
  /** Whether a whole turn was short and accepted nobody. */
  const isQuietTurn = async (): Promise<boolean> => {
    const [before, startedAt] = [acceptedSoFar, performance.now()];
    await nextTurn();
    return acceptedSoFar === before && performance.now() - startedAt <= shortTurnMs;
  };
  return {
    allAccepted: async (atMostMs) => {
      const endsAt = performance.now() + Math.min(acceptMs, atMostMs);
      // The first turn is one that runs already.
      await nextTurn();
      while (!(await isQuietTurn()) && performance.now() < endsAt);
    },
    begin: () => { isDraining = true; },
    lingered: (atMostMs) => new Promise((resolve) => {
      // Where the process was held up, requests may have come that it has not read yet: it does so before the turn ends.
      const timer = setTimeout(() => { setImmediate(resolve); }, Math.min(lingerMs, atMostMs));
      whenNone = () => {
        clearTimeout(timer);
        resolve();
      };
      if (connections.size === 0) whenNone();
    }),
  };
}
