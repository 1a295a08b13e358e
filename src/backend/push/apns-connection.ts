import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2';
import { requestTimeoutMs } from './provider.js';

export interface ApnsReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

interface ReplyHeaders {
  readonly ':status'?: number;
  readonly 'retry-after'?: string;
}

/** The server has surely not looked at this request: sent again at once, it cannot arrive twice. */
class UnprocessedError extends Error {
  override readonly name = 'UnprocessedError';
  readonly code = 'REFUSED_STREAM';
}

/** How often a request goes to a new session because the server would not look at it, before it counts as broken. */
const sessionsAtMost = 4;
/** Of a reply no more is read than this, in characters. */
const longestReply = 4_096;

/** Whether a session still lives is asked this often while it is open, in milliseconds. */
const usualPingIntervalMs = 30_000;
const usualPingTimeoutMs = 5_000;

interface Timing {
  readonly requestTimeoutMs?: number;
  readonly pingIntervalMs?: number;
  readonly pingTimeoutMs?: number;
}

/**
 * One HTTP/2 session to an APNs server, opened when needed and used until it breaks or the server says goodbye: then
 * what runs on it runs on, and new requests go to a new one. An `http://` endpoint is spoken to with prior knowledge.
 *
 * Written on node:http2 because undici, as of 7.30, cuts off at a GOAWAY what was about to be answered, and
 * @parse/node-apn has no public way to set an endpoint.
 */
export class ApnsConnection {
  private session: ClientHttp2Session | undefined;
  private isClosed = false;
  private readonly open = new Set<ClientHttp2Session>();

  constructor(private readonly endpoint: string, private readonly timing: Timing = {}) {}

  /** @throws Error with a code when the connection breaks or no reply comes in time. */
  async post(path: string, headers: OutgoingHttpHeaders, body: Buffer): Promise<ApnsReply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.exchange(this.currentSession(), { ...headers, ':method': 'POST', ':path': path }, body);
      } catch (error) {
        if (!(error instanceof UnprocessedError) || attempt === sessionsAtMost) throw error;
      }
    }
  }

  /** Lets go of the sessions; what still runs on them runs to its end. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.session = undefined;
    await Promise.all([...this.open].map((session) => new Promise<void>((resolve) => {
      if (session.destroyed) resolve();
      else session.close(resolve);
    })));
  }

  private currentSession(): ClientHttp2Session {
    if (this.session !== undefined && !this.session.closed && !this.session.destroyed) return this.session;
    if (this.isClosed) throw Object.assign(new Error('The connection is closed.'), { code: 'ECONNABORTED' });
    const session = connect(this.endpoint);
    const leave = (): void => {
      if (this.session === session) this.session = undefined;
    };
    session.on('goaway', leave);
    // Each stream is told of an error by its own.
    session.on('error', leave);
    const ping = setInterval(() => { this.ping(session); }, this.timing.pingIntervalMs ?? usualPingIntervalMs).unref();
    session.on('close', () => {
      leave();
      clearInterval(ping);
      this.open.delete(session);
    });
    // Idle, it keeps no process alive; each request does.
    session.unref();
    this.open.add(session);
    this.session = session;
    return session;
  }

  /** A connection that has silently died is found out by a ping that is not answered. */
  private ping(session: ClientHttp2Session): void {
    if (session.connecting || session.closed || session.destroyed) return;
    const deadline = setTimeout(() => { session.destroy(timedOut()); }, this.timing.pingTimeoutMs ?? usualPingTimeoutMs).unref();
    if (!session.ping(() => { clearTimeout(deadline); })) clearTimeout(deadline);
  }

  private exchange(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: Buffer): Promise<ApnsReply> {
    return new Promise((resolve, reject) => {
      const stream = requestOn(session, headers);
      let reply: { readonly status: number; readonly retryAfter: string | undefined } | undefined;
      let text = '';
      const deadline = setTimeout(() => { stream.destroy(timedOut()); }, this.timing.requestTimeoutMs ?? requestTimeoutMs);
      let failure: Error | undefined;
      stream.setEncoding('utf8');
      stream.on('response', (received: ReplyHeaders) => {
        reply = { status: received[':status'] ?? 0, retryAfter: received['retry-after'] };
      });
      stream.on('data', (chunk: string) => { text = `${text}${chunk}`.slice(0, longestReply); });
      stream.on('error', (error: Error) => { failure = error; });
      stream.on('close', () => {
        clearTimeout(deadline);
        if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) reject(new UnprocessedError());
        else if (reply !== undefined && stream.rstCode === constants.NGHTTP2_NO_ERROR) resolve({ ...reply, text });
        else reject(failure ?? Object.assign(new Error('The stream was cut off.'), { code: 'ECONNRESET' }));
      });
      stream.end(body);
    });
  }
}

/** @throws UnprocessedError when the session takes no requests any more. */
function requestOn(session: ClientHttp2Session, headers: OutgoingHttpHeaders): ClientHttp2Stream {
  try {
    return session.request(headers);
  } catch {
    throw new UnprocessedError();
  }
}

function timedOut(): Error {
  return Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' });
}
