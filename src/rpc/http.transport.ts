import { Axios, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { limits } from '../contract/limits.js';
import type { Post } from './connection-pool.js';
import { ConnectionPool } from './connection-pool.js';
import type { Reply } from './reply-reader.js';

/**
 * Carries texts to one upstream and back: axios, over connections of our own that are kept (docs/adr/0005). An Axios
 * without the defaults of `axios.create`, which would guess at texts, throw for a status that carries a JSON-RPC error,
 * and be merged into every request at five times the cost. Headers and signal travel within what is posted: axios would
 * copy the ones, and put an error of its own in the place of what the other says.
 */
export class HttpTransport {
  private readonly pool: ConnectionPool;
  private readonly client: Axios;

  constructor(url: string, connectTimeoutMs: number) {
    this.pool = new ConnectionPool(url, connectTimeoutMs);
    this.client = new Axios({ adapter: (config) => this.send(config), method: 'post', url, maxContentLength: limits.replyBytes });
  }

  /** @throws Fault unless there is a whole reply, whatever its status; the signal's own reason when it was aborted. */
  async post(post: Post): Promise<Reply> {
    return (await this.client.request<Reply>({ data: post })).data;
  }

  /** Cuts every connection. */
  close(): Promise<void> {
    return this.pool.close();
  }

  /** The adapter of axios: it honours the signal, which knows the deadline too, and the largest reply. */
  private async send(config: InternalAxiosRequestConfig): Promise<AxiosResponse<Reply>> {
    const reply = await this.pool.post(config.data as Post, config.maxContentLength ?? Infinity);
    return { data: reply, status: reply.status, statusText: '', headers: {}, config };
  }
}
