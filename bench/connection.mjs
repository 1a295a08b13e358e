// An HTTP client that does next to nothing, so that it is the server that is measured: with node:http the client
// spends more on a request than the bare server does.
import { connect } from 'node:net';

/** The bytes of a request; a body makes it a POST. */
export function requestOf({ path, headers = {}, body }) {
  const all = { Host: '127.0.0.1', ...headers, ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }) };
  const lines = [`${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** One connection that is kept, with one request at a time on it. */
export class Connection {
  #socket;
  #waiting;
  #chunks = [];
  #missing = -1;

  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject).once('connect', () => { resolve(new Connection(socket)); });
    });
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => { this.#read(chunk); });
    socket.on('error', (error) => { this.#fail(error); }).on('close', () => { this.#fail(new Error('The server closed the connection.')); });
  }

  /** Resolves to the bytes of the reply, head and body. Rejects for any status but 200. */
  exchange(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    this.#chunks.push(chunk);
    if (this.#missing < 0) {
      const head = Buffer.concat(this.#chunks);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const text = head.latin1Slice(0, end);
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
      if (!text.startsWith('HTTP/1.1 200') || length === undefined) return this.#fail(new Error(`Expected 200 and a length: ${head.toString()}`));
      this.#missing = end + 4 + Number(length) - head.length;
    } else this.#missing -= chunk.length;
    if (this.#missing > 0) return;
    const { resolve } = this.#waiting;
    const reply = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#missing = -1;
    resolve(reply);
  }

  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** The body of a single request. */
export async function fetchBody(port, request) {
  const connection = await Connection.open(port);
  const reply = await connection.exchange(request).finally(() => { connection.close(); });
  return reply.toString('utf8', reply.indexOf('\r\n\r\n') + 4);
}
