import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { CancelSignal } from '../contract/cancellation.js';
import { Fault } from './fault.js';

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The header of that name. */
  readonly retryAfter?: string | undefined;
}

/** Reads one reply to its end, or gives it up: when its caller does, when it breaks, and when it grows too large. */
export class ReplyReader implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private isOver = false;
  private status = 0;
  private encoding = '';
  private retryAfter: string | undefined;
  private chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly signal: CancelSignal, private readonly maxBytes: number,
    private readonly resolve: (reply: Reply | Promise<Reply>) => void, private readonly reject: (reason: unknown) => void,
  ) {
    signal.addEventListener('abort', this.cancel);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.signal.aborted) this.cancel();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    this.status = status;
    if (headers['retry-after'] !== undefined) this.retryAfter = String(headers['retry-after']);
    this.encoding = String(headers['content-encoding'] ?? '').toLowerCase();
    if (Number(headers['content-length'] ?? 0) > this.maxBytes) this.fail(new Fault('unusable'));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Counted too, because nobody need say how much will come.
    this.size += chunk.length;
    if (this.size > this.maxBytes) this.fail(new Fault('unusable'));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    this.finish();
    const [first, ...more] = this.chunks;
    const body = first === undefined || more.length > 0 ? Buffer.concat(this.chunks) : first;
    const unpack = unpackers.get(this.encoding);
    this.resolve(unpack === undefined ? this.replyOf(body) : unpack(body, { maxOutputLength: this.maxBytes }).then(
      (unpacked) => this.replyOf(unpacked), (error: unknown) => { throw new Fault('unusable', error); },
    ));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // That nothing could be sent says something of the upstream, also when nobody waits any more.
    this.fail(error instanceof Fault ? error : this.signal.aborted ? this.signal.reason : new Fault('broken', error));
  }

  /**
   * Until undici has a connection for it, it keeps the request in a queue that nothing can be taken from: so long the
   * call keeps its place among those in flight, or that queue would have no bound. Those who wait for it have left.
   */
  private readonly cancel = (): void => {
    if (this.controller !== undefined) this.fail(this.signal.reason);
  };

  private fail(reason: unknown): void {
    if (this.isOver) return;
    this.finish();
    this.chunks = [];
    this.reject(reason);
    this.controller?.abort(new Fault('caller-gone'));
  }

  private finish(): void {
    this.isOver = true;
    this.signal.removeEventListener('abort', this.cancel);
  }

  private replyOf(body: Buffer): Reply {
    return { status: this.status, text: body.toString('utf8', startsWithMark(body) ? byteOrderMark.length : 0), retryAfter: this.retryAfter };
  }
}

/** Nothing packed is asked for, but some send it all the same. */
const unpackers = new Map<string, (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** JSON may not begin with one, but some servers let it, and a reader may pass over it (RFC 8259, section 8.1). */
const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

function startsWithMark(body: Buffer): boolean {
  return byteOrderMark.every((byte, index) => body[index] === byte);
}
