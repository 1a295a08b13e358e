import type { CancelSignal } from '../contract/cancellation.js';
import { limits } from '../contract/limits.js';
import { ManagementApi, type CallContext } from '../contract/management-api.js';
import { retryAfterMs } from '../contract/retry-after.js';
import { RpcError } from '../contract/rpc-error.js';
import { Post } from './connection-pool.js';
import { readEnvelope, readReply, requestText, singleId, type Envelope } from './envelope.js';
import { Fault } from './fault.js';
import { HttpTransport } from './http.transport.js';
import { InFlightLimit } from './in-flight-limit.js';
import { identityOf, outgoing, probeMethod, type Outgoing } from './outgoing.js';
import { ReadBatches, type Told } from './read-batches.js';
import { ReadSharing } from './read-sharing.js';
import type { Reply } from './reply-reader.js';
import { Resilience } from './resilience.js';
import { impatience, SharedCall, type Patience } from './shared-call.js';
import type { UpstreamEvents } from './upstream-events.js';

export interface UpstreamOptions {
  readonly url: string;
  /** undefined: the caller's own key is presented, and the upstream decides. */
  readonly key: string | undefined;
  /** How long an operation may wait for all of its calls together. */
  readonly timeoutMs: number;
  /** Whether JSON-RPC batches may be sent. */
  readonly mayBatch: boolean;
}

/** How long a connection may take to come up, in milliseconds, however patient the callers are. */
const longestConnectMs = 10_000;

/**
 * Somebody else's Management API, over HTTP (docs/adr/0005). A read is shared with identical ones in flight, and may
 * travel in a batch; a write travels alone, once. An exchange waits for its turn, then for an upstream that is well.
 */
export class Upstream extends ManagementApi {
  override readonly isRemote = true;
  private readonly transport: HttpTransport;
  private readonly reads = new ReadSharing();
  private readonly batches: ReadBatches;
  private readonly inFlight = new InFlightLimit(limits.upstreamCallsInFlight, limits.upstreamCallsWaiting);
  private readonly resilience: Resilience;

  constructor(private readonly options: UpstreamOptions, private readonly events: UpstreamEvents) {
    super();
    this.transport = new HttpTransport(options.url, Math.min(longestConnectMs, options.timeoutMs));
    this.resilience = new Resilience(events);
    this.batches = new ReadBatches({
      exchange: (body, call, signal) => this.exchange(body, call, signal),
      sendAlone: (call, signal) => this.sendAlone(call, signal),
      resultOf: (envelope, reply) => this.resultOf(envelope, reply),
      batched: events.batched,
    });
  }

  override async call(method: string, params: unknown, context: CallContext): Promise<unknown> {
    const call = outgoing(method, params, context, this.options.key ?? context.callerKey);
    const patience: Patience = { deadlineAt: (context.startedAt ?? performance.now()) + this.options.timeoutMs, signal: context.signal };
    const answer = this.answer(call, patience);
    try {
      return await (context.waiting?.during(answer) ?? answer);
    } catch (error) {
      throw error instanceof Fault ? error.asRpcError() : error;
    }
  }

  override async ping(): Promise<void> {
    try {
      await this.call(probeMethod, {}, { requestId: probeMethod });
    } catch (error) {
      const isAnswer = error instanceof RpcError && (error.source === 'upstream' || error.source === 'upstream-key');
      if (!isAnswer) throw error;
    }
  }

  /** Cuts every connection. */
  close(): Promise<void> {
    return this.transport.close();
  }

  private answer(call: Outgoing, patience: Patience): Promise<unknown> {
    const fault = impatience(patience);
    if (fault !== undefined) return Promise.reject(fault);
    return call.isRead ? this.read(call, patience) : this.write(call, patience);
  }

  private read(call: Outgoing, patience: Patience): Promise<unknown> {
    return this.reads.join(identityOf(call), (signal) => (this.options.mayBatch ? this.batches.send(call, signal) : this.sendAlone(call, signal)), patience);
  }

  private async write(call: Outgoing, patience: Patience): Promise<unknown> {
    try {
      return await new SharedCall((signal) => this.sendAlone(call, signal)).wait(patience);
    } finally {
      // Also when it failed: it may have been carried out.
      this.reads.writeCompleted();
    }
  }

  private async sendAlone(call: Outgoing, signal: CancelSignal): Promise<unknown> {
    const reply = await this.exchange(requestText(singleId, call.content), call, signal);
    return this.resultOf(readEnvelope(readReply(reply.text)), reply);
  }

  /** One request over HTTP and its reply. */
  private exchange(body: string, { headers, isRead }: Outgoing, signal: CancelSignal): Promise<Reply> {
    const post = (): Promise<Reply> => this.timed(this.transport.post(new Post(body, headers, signal)));
    return this.inFlight.run(() => this.resilience.run(isRead, post, signal), signal);
  }

  private async timed(reply: Promise<Reply>): Promise<Reply> {
    const startedAt = performance.now();
    let outcome: Parameters<UpstreamEvents['exchanged']>[1] = 'reply';
    try {
      return await reply;
    } catch (error) {
      outcome = error instanceof Fault ? error.kind : 'broken';
      throw error;
    } finally {
      this.events.exchanged(performance.now() - startedAt, outcome);
    }
  }

  /** The result in an envelope. Nothing of a reply that is none is ever repeated. */
  private resultOf(envelope: Envelope | undefined, { status, retryAfter }: Told): unknown {
    if (envelope === undefined) throw status === 200 ? RpcError.of(-12, undefined, 'adapter') : RpcError.of(-13, { status }, 'adapter');
    if ('result' in envelope) return envelope.result;
    const { code, message, data } = envelope.error;
    const isOurKey = code === 4 && this.options.key !== undefined;
    const waitMs = retryAfterMs(retryAfter, Date.now());
    throw new RpcError(code, message, data, isOurKey ? 'upstream-key' : 'upstream', undefined, waitMs === undefined ? undefined : Math.ceil(waitMs / 1_000));
  }
}
