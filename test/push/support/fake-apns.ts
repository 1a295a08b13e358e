import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { Deliveries, listen, stopping, type Reply } from './fake-server.js';
import { verifyEs256, type Claims } from './jwt.js';

/** APNs over real sockets: HTTP/2 with prior knowledge. */
export interface FakeApns {
  readonly url: string;
  readonly deliveries: Deliveries;
  /** The claims of each provider token that came, its signature verified. */
  readonly providerTokens: Map<string, Claims>;
  /** How many sessions were ever opened. */
  readonly sessions: { opened: number };
  /** What it does with a message, by its device token; delivered when undefined. */
  answer: (token: string, attempt: number) => Reply | 'refused stream' | undefined;
  /** Provider tokens issued before this time, in seconds, have expired. */
  issuedSince: number;
  /** Says goodbye on every open session: what was received before is answered, what comes later is not looked at. */
  readonly sayGoodbye: () => void;
  readonly stop: () => Promise<void>;
}

export async function startFakeApns(publicKeyPem: string): Promise<FakeApns> {
  const attempts = new Map<string, number>();
  const open = new Set<ServerHttp2Session>();
  const server = createServer();
  const stop = stopping(server);
  const url = await listen(server);
  const fake: FakeApns = {
    url, stop, deliveries: new Deliveries(), providerTokens: new Map(), sessions: { opened: 0 }, issuedSince: 0,
    answer: () => undefined,
    sayGoodbye: () => { for (const session of open) session.close(); },
  };
  server.on('session', (session) => {
    fake.sessions.opened++;
    open.add(session);
    session.on('error', () => undefined);
    session.on('close', () => { open.delete(session); });
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    let text = '';
    stream.on('error', () => undefined);
    stream.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
    stream.on('end', () => { handle(stream, headers, text); });
  });

  function handle(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, text: string): void {
    const providerToken = (headers.authorization ?? '').replace('bearer ', '');
    const claims = fake.providerTokens.get(providerToken) ?? verifyEs256(providerToken, publicKeyPem);
    fake.providerTokens.set(providerToken, claims);
    if (Number(claims['iat']) < fake.issuedSince) {
      respond(stream, apnsError(403, 'ExpiredProviderToken'));
      return;
    }
    const path = String(headers[':path']);
    const token = decodeURIComponent(path.replace('/3/device/', ''));
    const attempt = (attempts.get(token) ?? 0) + 1;
    attempts.set(token, attempt);
    fake.deliveries.received.push({ token, headers, body: JSON.parse(text) as unknown, path });
    const reply = fake.answer(token, attempt) ?? { status: 200 };
    if (reply === 'cut after delivery' || (typeof reply === 'object' && reply.status === 200)) fake.deliveries.deliver(token);
    respond(stream, reply);
  }

  return fake;
}

function respond(stream: ServerHttp2Stream, reply: Reply | 'refused stream'): void {
  if (reply === 'silence') return;
  if (reply === 'refused stream') {
    stream.close(constants.NGHTTP2_REFUSED_STREAM);
  } else if (typeof reply === 'string') {
    stream.session?.destroy();
  } else {
    stream.respond({ ':status': reply.status, ...reply.headers });
    stream.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
  }
}

/** How APNs tells an error. */
export function apnsError(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { reason } };
}
