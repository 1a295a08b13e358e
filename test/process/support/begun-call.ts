import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { adminKey, keyHeader } from '../../support/server.js';

/** A call that the server has begun to read: it has said that it waits for the body, which comes when it is finished. */
export async function beginCall(url: string, call: object): Promise<{ finish: () => Promise<unknown> }> {
  const body = JSON.stringify(call);
  const request = httpRequest(`${url}/rpc`, { method: 'POST', headers: { [keyHeader]: adminKey, 'Content-Length': Buffer.byteLength(body), Expect: '100-continue' } });
  // Whoever waits for something of it is told; nobody may wait.
  request.on('error', () => undefined);
  request.flushHeaders();
  await once(request, 'continue');
  return {
    finish: async () => {
      request.end(body);
      const [reply] = (await once(request, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of reply.setEncoding('utf8')) text += String(chunk);
      return JSON.parse(text) as unknown;
    },
  };
}

/** Resolves when nobody listens there any more. */
export async function refusesConnections(url: string): Promise<void> {
  while (await fetch(`${url}/health/live`, { headers: { Connection: 'close' } }).then((reply) => reply.arrayBuffer().then(() => true), () => false));
}
