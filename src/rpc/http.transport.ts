import axios, { type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { limits } from '../contract/limits.js';
import { ConnectionPool, type Posted, type Reply } from './connection-pool.js';

/** What goes out and comes in is the text of others: nothing here reads or changes it. */
const asItIs = (text: unknown): unknown => text;

/** Carries texts to one upstream and back: axios, over connections of our own that are kept (docs/adr/0005). */
export class HttpTransport {
  private readonly pool: ConnectionPool;
  private readonly client: AxiosInstance;

  constructor(url: string) {
    this.pool = new ConnectionPool(url);
    this.client = axios.create({
      adapter: (config) => this.send(config),
      method: 'post',
      url,
      maxContentLength: limits.replyBytes,
      responseType: 'text',
      // axios would guess at texts, and throw for a status that carries a JSON-RPC error.
      transformRequest: asItIs,
      transformResponse: asItIs,
      validateStatus: null,
    });
  }

  /** @throws Fault unless there is a whole reply, whatever its status; the signal's own reason when it was aborted. */
  async post({ body, headers, signal }: Posted): Promise<Reply> {
    try {
      const { status, data } = await this.client.request<string>({ data: body, headers, signal });
      return { status, text: data };
    } catch (error) {
      // axios has an error of its own for an aborted request, which would hide who aborted it.
      if (signal.aborted) throw signal.reason;
      throw error;
    }
  }

  /** Cuts every connection. */
  close(): Promise<void> {
    return this.pool.close();
  }

  /** The adapter of axios: it honours the signal, which knows the deadline too, and the largest reply. */
  private async send(config: InternalAxiosRequestConfig): Promise<AxiosResponse<string>> {
    const { headers, signal, maxContentLength = Infinity } = config;
    const posted = { body: config.data as string, headers: headers.toJSON() as Posted['headers'], signal: signal as AbortSignal };
    const { status, text } = await this.pool.post(posted, maxContentLength);
    return { data: text, status, statusText: '', headers: {}, config };
  }
}
