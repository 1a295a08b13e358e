// Lends one PostgreSQL to a whole run of jest. It starts when a test first asks for it, so that those which need none
// stay fast, and belongs to this process, so that it ends with it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { launchPostgres } from './launch.mjs';

export default async function setUp() {
  let postgres;
  const lender = createServer((_request, reply) => {
    // Specs come minutes apart: one that used a kept connection again could meet the moment when its time is up.
    reply.setHeader('Connection', 'close');
    postgres ??= launchPostgres();
    postgres.then(({ url }) => reply.end(url), (error) => reply.writeHead(500).end(String(error)));
  });
  lender.listen(0, '127.0.0.1');
  await once(lender, 'listening');
  process.env.TEST_POSTGRES_LENDER = `http://127.0.0.1:${lender.address().port}`;
  globalThis.returnPostgres = async () => {
    lender.close();
    lender.closeAllConnections();
    await postgres?.then((launched) => launched.end(), () => undefined);
  };
}
