// A provider that accepts everything: its cost is the same for whoever sends.
import { createServer } from 'node:http';

const accepted = Buffer.from('{"name":"projects/bench/messages/1"}');
const token = Buffer.from('{"access_token":"token","expires_in":3600,"token_type":"Bearer"}');

const server = createServer((request, reply) => {
  request.resume().on('end', () => {
    const body = request.url === '/token' ? token : accepted;
    reply.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.once('SIGTERM', () => process.exit(0));
