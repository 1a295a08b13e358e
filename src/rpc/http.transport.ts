import { Axios, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { limits } from '../contract/limits.js';
import { ConnectionPool, type Posted } from './connection-pool.js';
import type { Reply } from './reply-reader.js';

/**
 * Carries texts to one upstream and back: axios, over connections of our own that are kept (docs/adr/0005). An Axios
 * without the defaults of `axios.create`, which would guess at texts, throw for a status that carries a JSON-RPC error,
 * and be merged into every request at five times the cost.
 */
export class HttpTransport {
  private readonly pool: ConnectionPool;
  private readonly client: Axios;

  constructor(url: string) {
    this.pool = new ConnectionPool(url);
    this.client = new Axios({ adapter: (config) => this.send(config), method: 'post', url, maxContentLength: limits.replyBytes });
  }

  /** @throws Fault unless there is a whole reply, whatever its status; the signal's own reason when it was aborted. */
  async post({ body, headers, signal }: Posted): Promise<Reply> {
    try {
      const { data } = await this.client.request<Reply>({ data: body, headers, signal });
      return data;
    } catch (error) {
      // axios has an error of its own for an aborted request, which would hide who aborted it.
      signal.throwIfAborted();
      throw error;
    }
  }

  /** Cuts every connection. */
  close(): Promise<void> {
    return this.pool.close();
  }

  /** The adapter of axios: it honours the signal, which knows the deadline too, and the largest reply. */
  private async send(config: InternalAxiosRequestConfig): Promise<AxiosResponse<Reply>> {
    const { headers, signal, maxContentLength = Infinity } = config;
    const posted = { body: config.data as string, headers: headers.toJSON() as Posted['headers'], signal: signal as Posted['signal'] };
    const reply = await this.pool.post(posted, maxContentLength);
    return { data: reply, status: reply.status, statusText: '', headers: {}, config };
  }
}
