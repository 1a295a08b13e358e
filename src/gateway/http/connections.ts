import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection may take for what, in milliseconds: whoever sends a byte now and then must not hold it for ever. */
export interface ConnectionTimes {
  /** From its first byte to the end of a request's headers. */
  readonly headersMs: number;
  /** To the end of the whole request. */
  readonly requestMs: number;
  /** Between two requests: longer than the proxies in front of it usually wait, so that they end a connection and not we. */
  readonly idleMs: number;
  /** How often that is looked at. */
  readonly checkedEveryMs: number;
}

export const connectionTimes: ConnectionTimes = { headersMs: 10_000, requestMs: 60_000, idleMs: 72_000, checkedEveryMs: 1_000 };

/** Largest headers of a request, in bytes. */
export const headerBytes = 16 * 1024;

/** Connections at one time; more are closed at once. */
export const connectionsAtOnce = 10_000;

/** Fastify's options for them: of its own it lets a request take as long as it likes. */
export function connectionOptions({ headersMs, requestMs, idleMs, checkedEveryMs }: ConnectionTimes): object {
  return {
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    clientErrorHandler: refuseConnection,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkedEveryMs, maxHeaderSize: headerBytes },
  };
}

const details: Readonly<Record<number, string>> = {
  400: 'What came is no HTTP request.',
  408: 'The request did not arrive in time.',
  431: `The headers of a request may be ${headerBytes} bytes long.`,
};

const statusOf = new Map([['ERR_HTTP_REQUEST_TIMEOUT', 408], ['HPE_HEADER_OVERFLOW', 431]]);

/** Answers what cannot be read as a request, as a problem without an entry in the table: no part of the server has seen it. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = statusOf.get(error.code ?? '') ?? 400;
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail: details[status] });
  if (socket.writable) {
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
