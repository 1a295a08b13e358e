import type { FastifyInstance } from 'fastify';

/** Tells in every reply how long it took, and how much of that was spent waiting for an upstream (W3C Server Timing). */
export function tellTiming(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const total = `total;dur=${reply.elapsedTime.toFixed(1)}`;
    const waited = request.callContext?.waiting.ms ?? 0;
    void reply.header('Server-Timing', waited > 0 ? `upstream;dur=${waited.toFixed(1)}, ${total}` : total);
    done();
  });
}
