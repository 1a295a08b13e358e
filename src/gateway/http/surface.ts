export type Surface = 'rpc' | 'graphql' | 'rest' | 'open';

/** Which surface an address belongs to: each has its own way to say that something went wrong. */
export function surfaceOf(url: string): Surface {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (path === '/v1' || path.startsWith('/v1/')) return 'rest';
  if (path === '/graphql') return 'graphql';
  if (path === '/rpc' || path.startsWith('/manage/json-rpc/')) return 'rpc';
  return 'open';
}
