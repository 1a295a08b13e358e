import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { verifyRs256, type Claims } from './jwt.js';
import { Deliveries, listen, stopping, type Reply } from './fake-server.js';

/** What the fake does; may be changed while it runs. */
interface Behaviour {
  /** What it does with a message, by its device token; delivered when undefined. */
  answer: (token: string, attempt: number) => Reply | undefined | Promise<Reply | undefined>;
  /** What its OAuth endpoint does instead of giving a token. */
  refuseToken: () => Reply | undefined;
  tokenLifeSeconds: number;
}

/** FCM HTTP v1 and Google's token endpoint, over real sockets. */
export interface FakeFcm extends Behaviour {
  readonly url: string;
  readonly deliveries: Deliveries;
  /** The claims of each assertion that was changed for a token, its signature verified. */
  readonly assertions: Claims[];
  /** Tokens given out before no longer hold. */
  expireTokens: () => void;
  readonly stop: () => Promise<void>;
}

export async function startFakeFcm(publicKeyPem: string): Promise<FakeFcm> {
  const attempts = new Map<string, number>();
  const valid = new Set<string>();
  const server = createServer((request, response) => { void handle(request, response); });
  // Not closed while somebody may be about to send on it: that would count as a try.
  server.keepAliveTimeout = 600_000;
  const stop = stopping(server);
  const url = await listen(server);
  const fake: FakeFcm = {
    url, stop, deliveries: new Deliveries(), assertions: [], tokenLifeSeconds: 3_600,
    answer: () => undefined,
    refuseToken: () => undefined,
    expireTokens: () => { valid.clear(); },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    if (request.url === '/token') {
      giveToken(text, response);
      return;
    }
    if (!valid.has(request.headers.authorization ?? '')) {
      respond(response, { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } });
      return;
    }
     
    const body = JSON.parse(text);
    const token = String(body.message.token);
    const attempt = (attempts.get(token) ?? 0) + 1;
    attempts.set(token, attempt);
    fake.deliveries.received.push({ token, headers: request.headers, body, path: request.url ?? '' });
    const reply = (await fake.answer(token, attempt)) ?? { status: 200, body: { name: `projects/my-app/messages/${attempt}` } };
    if (reply === 'cut after delivery' || (typeof reply === 'object' && reply.status === 200)) fake.deliveries.deliver(token);
    respond(response, reply);
  }

  function giveToken(text: string, response: ServerResponse): void {
    const form = new URLSearchParams(text);
    fake.assertions.push(verifyRs256(form.get('assertion') ?? '', publicKeyPem));
    const token = `access-${fake.assertions.length}`;
    valid.add(`Bearer ${token}`);
    respond(response, fake.refuseToken() ?? { status: 200, body: { access_token: token, expires_in: fake.tokenLifeSeconds, token_type: 'Bearer' } });
  }

  return fake;
}

function respond(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  if (reply === 'cut' || reply === 'cut after delivery') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(JSON.stringify(reply.body ?? {}));
}

/** How FCM tells an error. */
export function fcmError(status: number, errorCode: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const details = [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }];
  return { status, headers, body: { error: { code: status, message: 'As FCM would say it.', status: 'GENERAL', details } } };
}
