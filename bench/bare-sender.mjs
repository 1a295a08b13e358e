// What the deliveries of a push are compared with: the same requests from a bare loop over undici, from a process of its own.
// Arguments: the provider's port, how many, how many at a time. Prints the requests per second.
import { Agent } from 'undici';

const [port, count, atOnce] = process.argv.slice(2).map(Number);
const http = new Agent({ connections: atOnce });
const origin = `http://127.0.0.1:${port}`;

const send = async (n) => {
  const body = JSON.stringify({ message: { token: `token-${n}-${'x'.repeat(140)}`, data: { message: 'Hello', title: 'Title', push_project_id: 'bench', push_id: 'b3f0c2de-0000-4000-8000-000000000000' }, android: { priority: 'high' } } });
  const reply = await http.request({ origin, path: '/v1/projects/bench/messages:send', method: 'POST', headers: { authorization: 'Bearer token', 'content-type': 'application/json' }, body });
  await reply.body.dump();
};

await Promise.all(Array.from({ length: atOnce }, (_, n) => send(n)));
const startedAt = performance.now();
let next = 0;
await Promise.all(Array.from({ length: atOnce }, async () => {
  while (next < count) await send(next++);
}));
console.log(count / (performance.now() - startedAt) * 1_000);
await http.close();
