import { buildConnector, Pool } from 'undici';
import type { CancelSignal } from '../contract/cancellation.js';
import { limits } from '../contract/limits.js';
import { Fault } from './fault.js';
import { ReplyReader, type Reply } from './reply-reader.js';

/** A text on its way to the upstream. A class, because axios passes an instance on and would copy a plain object, with all that is in it. */
export class Post {
  constructor(readonly body: string, readonly headers: Readonly<Record<string, string>>, readonly signal: CancelSignal) {}
}

/** Connections to one upstream, kept open between calls. */
export class ConnectionPool {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly authorization: Readonly<Record<string, string>>;

  /** `connectTimeoutMs`: how long a connection may take to come up. */
  constructor(url: string, connectTimeoutMs: number) {
    const { origin, pathname, search, username, password } = new URL(url);
    this.path = pathname + search;
    const userinfo = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.authorization = userinfo === ':' ? {} : { Authorization: `Basic ${Buffer.from(userinfo).toString('base64')}` };
    this.pool = new Pool(origin, {
      connections: limits.upstreamCallsInFlight,
      pipelining: 1,
      // A call has one deadline for all of it, which its signal knows.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connectorThatTellsUnsent(connectTimeoutMs),
    });
  }

  /**
   * Posts a text and reads the reply, of which at most `maxBytes` are kept. (By `dispatch`, because `request` makes a
   * stream of every reply, which costs more than the reply itself.)
   *
   * @throws Fault unless there is a whole reply; the signal's own reason when it was aborted.
   */
  async post({ body, headers, signal }: Post, maxBytes: number): Promise<Reply> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const reader = new ReplyReader(signal, maxBytes, resolve, reject);
      this.pool.dispatch({ method: 'POST', path: this.path, headers: { ...this.authorization, ...headers }, body }, reader);
    });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** Whatever goes wrong before there is a connection has sent nothing: name, address, port, certificate. */
function connectorThatTellsUnsent(timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout });
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket);
      else callback(new Fault('unsent', error), null);
    });
  };
}
