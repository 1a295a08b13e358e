import type { FastifyRequest } from 'fastify';

export type Surface = 'rpc' | 'graphql' | 'rest' | 'open' | 'nowhere';

/** What may be asked for without a key (gateway-api.md, section 2). Every other route needs one, a new one too. */
const openRoutes = new Set(['/', '/pages.css', '/health/live', '/health/ready', '/openapi.json', '/openrpc.json', '/schema.graphql', '/problems', '/problems/:slug']);

/**
 * Which surface a request is for: each has its own way to say that something went wrong. Told from the route that the
 * router chose, because the address may spell the same path in many ways (`/%761/users`, `http://host/v1/users`).
 */
export function surfaceOf(request: Pick<FastifyRequest, 'is404' | 'routeOptions'>): Surface {
  const route = request.routeOptions.url;
  if (request.is404 || route === undefined) return 'nowhere';
  if (openRoutes.has(route) || route === '/docs' || route.startsWith('/docs/')) return 'open';
  if (route === '/graphql') return 'graphql';
  if (route === '/rpc' || route === '/manage/json-rpc/:backendId') return 'rpc';
  return 'rest';
}
