import type { AddressInfo, Server, Socket } from 'node:net';

/** What a fake provider does with a request: answers it, or breaks off. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is cut: before anything was done, or after the message was delivered. */
  | 'cut'
  | 'cut after delivery'
  /** No answer at all. */
  | 'silence';

/** One message that a fake provider was asked to deliver. */
export interface Received {
  readonly token: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests say what they expect of it
  readonly body: any;
  readonly path: string;
}

/** Counts what reached devices, and remembers what was asked. */
export class Deliveries {
  readonly received: Received[] = [];
  /** How often a message was delivered to each token. */
  readonly byToken = new Map<string, number>();

  deliver(token: string): void {
    this.byToken.set(token, (this.byToken.get(token) ?? 0) + 1);
  }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Closes a server together with what is still connected to it. */
export function stopping(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => { sockets.delete(socket); });
  });
  return async () => {
    const closed = new Promise((resolve) => { server.close(resolve); });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}
