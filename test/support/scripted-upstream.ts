import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SentCall {
  readonly jsonrpc: string;
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A request that an upstream has read to its end. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  /** One call, or those of a batch. */
  readonly calls: readonly SentCall[];
  readonly isBatch: boolean;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

export type Script = (received: Received) => void;

/** What a server tells when a request has been read to its end. */
const wasReceived = 'a request was read';

/** A Management API over real sockets that does whatever a test says. */
export class ScriptedUpstream {
  readonly received: Received[] = [];
  readonly sockets = new Set<Socket>();
  script: Script = succeed;
  /** Whether a connection is let in; one that is not is reset before anything is read. */
  lets: () => boolean = () => true;

  private constructor(private readonly server: Server) {
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
      if (!this.lets()) socket.resetAndDestroy();
    });
    server.on('request', (request, response: ServerResponse) => {
      text(request).then((body) => {
        const parsed = JSON.parse(body) as SentCall | SentCall[];
        const received = { headers: request.headers, calls: [parsed].flat(), isBatch: Array.isArray(parsed), response, socket: request.socket };
        this.received.push(received);
        server.emit(wasReceived);
        this.script(received);
      }, () => undefined);
    });
  }

  static async start(port = 0): Promise<ScriptedUpstream> {
    const server = createServer();
    const upstream = new ScriptedUpstream(server);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/manage/json-rpc/b1`;
  }

  /** Resolves once so many requests have been read altogether. */
  async hasReceived(count: number): Promise<void> {
    while (this.received.length < count) await once(this.server, wasReceived);
  }

  /** Closes the connections that are kept without a request on them, and those on which none ever came, which Node does not count among them. */
  closeIdle(): void {
    this.server.closeIdleConnections();
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

export const envelope = (id: number | null, members: object): object => ({ jsonrpc: '2.0', id, ...members });

/** Answers with a text, as it is. */
export function say({ response }: Received, body: string, status = 200, type = 'application/json'): void {
  response.writeHead(status, { 'Content-Type': type }).end(body);
}

/** Answers every call by its own method and parameters. */
export function resultOf({ method, params }: SentCall): unknown {
  return { method, params };
}

export function succeed(received: Received): void {
  const answers = received.calls.map((call) => envelope(call.id, { result: resultOf(call) }));
  say(received, JSON.stringify(received.isBatch ? answers : answers[0]));
}
