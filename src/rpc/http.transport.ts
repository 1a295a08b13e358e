import axios, { AxiosError, type AxiosInstance } from 'axios';
import { limits } from '../contract/limits.js';
import { ManagementApi, type CallContext } from '../contract/management-api.js';
import { RpcError } from '../contract/rpc-error.js';

export interface Upstream {
  readonly url: string;
  /** undefined: the caller's own key is presented, and the upstream decides. */
  readonly key: string | undefined;
  readonly timeoutMs: number;
}

/** A method that no Management API has: the cheapest call whose every JSON-RPC answer proves that somebody is there. */
const probe = 'rpc.ping';

/** Failures that happen before anything is sent. */
const unsentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A Management API over HTTP. */
export class HttpTransport extends ManagementApi {
  override readonly isRemote = true;
  private readonly client: AxiosInstance;

  constructor(private readonly upstream: Upstream) {
    super();
    this.client = axios.create({
      baseURL: upstream.url,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: limits.replyBytes,
      responseType: 'text',
      // The text is read below: axios would guess at it, and throw for a status that carries a JSON-RPC error.
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
    });
  }

  /** Sends one call, with a deadline for the whole of it. */
  override async call(method: string, params: unknown, context: CallContext): Promise<unknown> {
    // The hosted service wanted every id to be 1.
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? {} });
    const { status, data: text } = await this.post(body, context);
    return this.resultOf(text, status);
  }

  override async ping(): Promise<void> {
    try {
      await this.call(probe, {}, { requestId: probe });
    } catch (error) {
      const isAnswer = error instanceof RpcError && (error.source === 'upstream' || error.source === 'upstream-key');
      if (!isAnswer) throw error;
    }
  }

  private async post(body: string, { requestId, callerKey }: CallContext): Promise<{ status: number; data: string }> {
    const key = this.upstream.key ?? callerKey;
    try {
      return await this.client.post<string>('', body, {
        headers: {
          'Content-Type': 'application/json',
          'X-Request-Id': requestId,
          ...(key !== undefined && { 'X-Monaca-Backend-Management-API-Key': key }),
        },
        signal: AbortSignal.timeout(this.upstream.timeoutMs),
      });
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The result in an envelope. Nothing of a reply that is none is ever repeated. */
  private resultOf(text: string, status: number): unknown {
    const envelope = readEnvelope(text);
    if (envelope === undefined) throw status === 200 ? RpcError.of(-12, undefined, 'adapter') : RpcError.of(-13, { status }, 'adapter');
    if (envelope.error === undefined) return envelope.result;
    const { code, message, data } = envelope.error;
    const isOurKey = code === 4 && this.upstream.key !== undefined;
    throw new RpcError(code, message, data, isOurKey ? 'upstream-key' : 'upstream');
  }
}

/** What kept an answer from coming: the deadline, or a connection that was never or no longer there. */
function failureOf(error: unknown): RpcError {
  if (axios.isCancel(error)) return RpcError.of(-11, undefined, 'adapter');
  const code = error instanceof AxiosError ? (error.code ?? '') : '';
  if (unsentCodes.has(code)) return RpcError.of(-13, undefined, 'unsent');
  return RpcError.of(code === 'ETIMEDOUT' || code === 'ECONNABORTED' ? -11 : -12, undefined, 'adapter');
}

interface Envelope {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A JSON-RPC answer to our call: version, id, and exactly one of result and error; undefined for anything else. */
function readEnvelope(text: string): Envelope | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { jsonrpc, id, error } = value as Readonly<Record<string, unknown>>;
  // An error about the request itself may carry a null id (JSON-RPC 2.0, section 5).
  const answersUs = jsonrpc === '2.0' && (id === 1 || (id === null && error !== undefined));
  if (!answersUs || Object.hasOwn(value, 'result') === Object.hasOwn(value, 'error')) return undefined;
  return error === undefined || isErrorObject(error) ? value : undefined;
}

function isErrorObject(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as Readonly<Record<string, unknown>>;
  return typeof code === 'number' && Number.isInteger(code) && typeof message === 'string';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
