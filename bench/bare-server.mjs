// What the throughput is compared with: node:http and nothing else, giving the same page, headers and body as
// GET /v1/collections/:name/items. Usage: node bare-server.mjs DATABASE_FILE
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Database from 'libsql';

const database = new Database(process.argv[2], { readonly: true });
const collection = database.prepare('SELECT cid, total FROM collections WHERE name = ? AND is_dropped = 0');
const page = database.prepare(`SELECT id, owner_user, owner_device, created_at, updated_at, permission, properties FROM items
  WHERE cid = ? ORDER BY created_at ASC, seq ASC LIMIT ? OFFSET ?`);

const server = createServer((request, response) => {
  const [path, query] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const itemsInPage = Number(parameters.get('itemsInPage'));
  const number = Number(parameters.get('page') ?? 1);
  const [{ cid, total }] = collection.all(path.split('/')[3]);
  const items = page.all(cid, itemsInPage, (number - 1) * itemsInPage).map(toRecord);
  const body = JSON.stringify({ items, totalItems: total });
  const link = (relation, to) => `<${path}?${query}&page=${to}>; rel="${relation}"`;
  response.writeHead(200, {
    'X-Request-Id': randomUUID(),
    'X-Content-Type-Options': 'nosniff',
    'X-Total-Count': total,
    Link: [link('first', 1), link('next', number + 1), link('last', Math.ceil(total / itemsInPage))].join(', '),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
});

function toRecord(row) {
  return {
    _id: row.id, ...JSON.parse(row.properties), _ownerUserOid: row.owner_user, _ownerDeviceOid: row.owner_device,
    _createdAt: row.created_at, _updatedAt: row.updated_at, _permission: JSON.parse(row.permission),
  };
}

server.listen(0, '127.0.0.1', () => { console.log(server.address().port); });
process.once('SIGTERM', () => process.exit(0));
