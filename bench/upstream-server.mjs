// An upstream Management API of node:http and nothing else, whose answers cost next to nothing. Usage: node
// upstream-server.mjs [share of requests that are answered wrongly, 0 to 1]
import { createServer } from 'node:http';

const share = Number(process.argv[2] ?? 0);
const owner = (index) => `u${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
const page = (count) => JSON.stringify({
  items: Array.from({ length: count }, (_, index) => ({
    _id: `i${index}`, score: index, player: { name: `player${index}`, level: 7 }, text: 'x'.repeat(130),
    _ownerUserOid: owner(index), _ownerDeviceOid: null, _createdAt: 1_700_000_000_000, _updatedAt: 1_700_000_000_000, _permission: { public: 'r' },
  })),
  totalItems: 100_000,
});
const pages = new Map([10, 100].map((count) => [count, page(count)]));
const results = {
  'CollectionItem.list': ({ itemsInPage }) => pages.get(itemsInPage),
  'Collection.getConfig': ({ _id }) => JSON.stringify({ config: { _id, isInsertable: true, defaultPublicPermission: '' } }),
  'User.get': ({ _id }) => JSON.stringify({ user: { _id, _username: 'ann', _createdAt: 1, _updatedAt: 1 } }),
};
const answer = ({ id, method, params }) => `{"jsonrpc":"2.0","id":${id},"result":${results[method]?.(params) ?? '"OK"'}}`;

const wrongs = [
  (response) => response.socket.resetAndDestroy(),
  (response) => response.socket.end(),
  () => undefined,
  (response) => response.writeHead(200).write('{"jsonrpc":'),
  (response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  (response) => response.end('{"jsonrpc":"2.0","id":7,"result":{}}'),
  (response) => response.end('{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}'),
  (response) => response.end(`{"jsonrpc":"2.0","id":1,"result":"${'x'.repeat(200_000)}"}`),
];

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    if (Math.random() < share) return void wrongs[Math.floor(Math.random() * wrongs.length)](response);
    const call = JSON.parse(Buffer.concat(chunks).toString());
    const body = Array.isArray(call) ? `[${call.map(answer).join(',')}]` : answer(call);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
});
server.on('connection', (socket) => socket.on('error', () => undefined));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => { console.log(server.address().port); });
process.once('SIGTERM', () => process.exit(0));
