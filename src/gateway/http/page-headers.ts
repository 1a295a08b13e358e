import type { FastifyInstance } from 'fastify';
import { pageLinks } from './page-links.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route answers pages of a list. */
    readonly isPaged?: boolean;
  }
}

/** Gives the replies of lists their Link and X-Total-Count. A hook: a second interceptor costs as much as validating the parameters. */
export function addPageHeaders(fastify: FastifyInstance): void {
  fastify.addHook<{ readonly totalItems: number }>('preSerialization', (request, reply, page, done) => {
    if (request.routeOptions.config.isPaged === true && reply.statusCode === 200) {
      void reply.header('X-Total-Count', page.totalItems).header('Link', pageLinks(request.url, page.totalItems));
    }
    done(null, page);
  });
}
