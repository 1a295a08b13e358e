import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { buildConnector, Pool } from 'undici';
import { limits } from '../contract/limits.js';
import { Fault } from './fault.js';

export interface Posted {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

type Body = Readable & { text: () => Promise<string> };

/** Connections to one upstream, kept open between calls. */
export class ConnectionPool {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly authorization: Readonly<Record<string, string>>;

  constructor(url: string) {
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
      connect: connectorThatTellsUnsent(),
    });
  }

  /**
   * Posts a text and reads the reply, of which at most `maxBytes` are kept.
   *
   * @throws Fault unless there is a whole reply; the signal's own reason when it was aborted.
   */
  async post({ body, headers, signal }: Posted, maxBytes: number): Promise<Reply> {
    try {
      const reply = await this.pool.request({ method: 'POST', path: this.path, headers: { ...this.authorization, ...headers }, body, signal });
      return { status: reply.statusCode, text: await textOf(reply.body, reply.headers, maxBytes) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof Fault ? error : new Fault(isOfUnpacking(error) ? 'unusable' : 'broken', error);
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** Whatever goes wrong before there is a connection has sent nothing: name, address, port, certificate. */
function connectorThatTellsUnsent(): buildConnector.connector {
  const connect = buildConnector({});
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket);
      else callback(new Fault('unsent', error), null);
    });
  };
}

/** The quick way where the length is told beforehand; counted otherwise, because nobody says how much will come. */
async function textOf(body: Body, headers: Readonly<Record<string, string | string[] | undefined>>, maxBytes: number): Promise<string> {
  const unpack = unpackers.get(String(headers['content-encoding'] ?? 'identity').toLowerCase());
  const length = Number(headers['content-length'] ?? NaN);
  if (length > maxBytes) {
    body.destroy();
    throw new Fault('unusable');
  }
  if (unpack === undefined && length <= maxBytes) return body.text();
  const unpacked = unpack === undefined ? body : unpack(body);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new Fault('unusable');
      chunks.push(chunk);
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Nothing packed is asked for, but some send it all the same. */
const unpackers = new Map<string, (body: Body) => Readable>([
  ['gzip', (body) => piped(body, createGunzip())],
  ['x-gzip', (body) => piped(body, createGunzip())],
  ['deflate', (body) => piped(body, createInflate())],
  ['br', (body) => piped(body, createBrotliDecompress())],
]);

function piped(body: Body, unpacker: ReturnType<typeof createGunzip>): Readable {
  body.once('error', (error) => { unpacker.destroy(error); });
  return body.pipe(unpacker);
}

function isOfUnpacking(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:Z_|ERR__)/.test(String(error.code));
}
