// What the gateway before an upstream is compared with: node:http and undici, REST to JSON-RPC and back, with both
// sides parsed, and nothing else. Usage: node bare-translator.mjs UPSTREAM_URL
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

const { origin, pathname } = new URL(process.argv[2]);
const pool = new Pool(origin, { connections: 128 });

const server = createServer(async (request, response) => {
  const [path, query] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const page = Number(parameters.get('page') ?? 1);
  const itemsInPage = Number(parameters.get('itemsInPage') ?? 20);
  const params = { collectionName: decodeURIComponent(path.split('/')[3]), page, itemsInPage };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'CollectionItem.list', params });
  const reply = await pool.request({ method: 'POST', path: pathname, headers: { 'Content-Type': 'application/json', 'X-Monaca-Backend-Management-API-Key': 'key' }, body });
  const { result } = await reply.body.json();
  const link = (relation, to) => `<${path}?itemsInPage=${itemsInPage}&page=${to}>; rel="${relation}"`;
  const text = JSON.stringify(result);
  response.writeHead(200, {
    'X-Request-Id': randomUUID(), 'X-Total-Count': result.totalItems,
    Link: [link('first', 1), link('next', page + 1), link('last', Math.ceil(result.totalItems / itemsInPage))].join(', '),
    'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
});
server.listen(0, '127.0.0.1', () => { console.log(server.address().port); });
process.once('SIGTERM', () => process.exit(0));
