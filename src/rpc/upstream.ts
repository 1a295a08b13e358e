import { ManagementApi, type CallContext } from '../contract/management-api.js';
import { methods } from '../contract/methods.js';
import { RpcError } from '../contract/rpc-error.js';
import { readEnvelope, readReply, singleId, type Envelope } from './envelope.js';
import { Fault } from './fault.js';
import { HttpTransport } from './http.transport.js';
import { SharedCall } from './shared-call.js';

export interface UpstreamOptions {
  readonly url: string;
  /** undefined: the caller's own key is presented, and the upstream decides. */
  readonly key: string | undefined;
  /** How long an operation may wait for all of its calls together. */
  readonly timeoutMs: number;
}

/** One call on its way to the upstream. */
interface Outgoing {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isRead: boolean;
}

/** A method that no Management API has: the cheapest call whose every JSON-RPC answer proves that somebody is there. */
const probe = 'rpc.ping';

/** Somebody else's Management API, over HTTP. */
export class Upstream extends ManagementApi {
  override readonly isRemote = true;
  private readonly transport: HttpTransport;

  constructor(private readonly options: UpstreamOptions) {
    super();
    this.transport = new HttpTransport(options.url);
  }

  override async call(method: string, params: unknown, context: CallContext): Promise<unknown> {
    const call = this.outgoing(method, params, context);
    const patience = { deadlineAt: (context.startedAt ?? performance.now()) + this.options.timeoutMs, signal: context.signal };
    const answer = new SharedCall((signal) => this.send(call, signal)).wait(patience);
    return (context.waiting?.during(answer) ?? answer).catch(asRpcError);
  }

  override async ping(): Promise<void> {
    try {
      await this.call(probe, {}, { requestId: probe });
    } catch (error) {
      const isAnswer = error instanceof RpcError && (error.source === 'upstream' || error.source === 'upstream-key');
      if (!isAnswer) throw error;
    }
  }

  /** Cuts every connection. */
  close(): Promise<void> {
    return this.transport.close();
  }

  private outgoing(method: string, params: unknown, { requestId, callerKey, traceparent }: CallContext): Outgoing {
    const key = this.options.key ?? callerKey;
    return {
      body: JSON.stringify({ jsonrpc: '2.0', id: singleId, method, params: params ?? {} }),
      headers: {
        'Content-Type': 'application/json',
        'X-Request-Id': requestId,
        ...(traceparent !== undefined && { traceparent }),
        ...(key !== undefined && { 'X-Monaca-Backend-Management-API-Key': key }),
      },
      isRead: methods.get(method)?.isRead ?? false,
    };
  }

  private async send(call: Outgoing, signal: AbortSignal): Promise<unknown> {
    const { status, text } = await this.transport.post({ ...call, signal });
    return this.resultOf(readEnvelope(readReply(text)), status);
  }

  /** The result in an envelope. Nothing of a reply that is none is ever repeated. */
  private resultOf(envelope: Envelope | undefined, status: number): unknown {
    if (envelope === undefined) throw status === 200 ? RpcError.of(-12, undefined, 'adapter') : RpcError.of(-13, { status }, 'adapter');
    if ('result' in envelope) return envelope.result;
    const { code, message, data } = envelope.error;
    const isOurKey = code === 4 && this.options.key !== undefined;
    throw new RpcError(code, message, data, isOurKey ? 'upstream-key' : 'upstream');
  }
}

function asRpcError(error: unknown): never {
  throw error instanceof Fault ? error.asRpcError() : error;
}
