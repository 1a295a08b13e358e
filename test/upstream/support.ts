import type { CallContext } from '../../src/contract/management-api.js';
import { RpcError } from '../../src/contract/rpc-error.js';
import { Upstream, type UpstreamOptions } from '../../src/rpc/upstream.js';
import type { BreakerState } from '../../src/rpc/upstream-events.js';

export interface Observed {
  exchanges: number;
  retries: number;
  readonly batches: number[];
  readonly breaker: BreakerState[];
}

const opened: Upstream[] = [];

/** An adapter before an upstream, and what it tells of itself. */
export function adapterTo(url: string, options: Partial<UpstreamOptions> = {}): { readonly adapter: Upstream; readonly observed: Observed } {
  const observed: Observed = { exchanges: 0, retries: 0, batches: [], breaker: [] };
  const adapter = new Upstream({ url, key: 'the-gateways-own-key', timeoutMs: 20_000, mayBatch: false, ...options }, {
    exchanged: () => { observed.exchanges++; },
    retried: () => { observed.retries++; },
    batched: (calls) => { observed.batches.push(calls); },
    breakerChanged: (state) => { observed.breaker.push(state); },
  });
  opened.push(adapter);
  return { adapter, observed };
}

export async function closeAdapters(): Promise<void> {
  await Promise.all(opened.splice(0).map((adapter) => adapter.close()));
}

export const context: CallContext = { requestId: 'request-1' };

/** How a call ended: its result, or where its error came from and with which code. */
export async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    if (!(error instanceof RpcError)) throw error;
    return `${error.code} ${error.source}`;
  });
}
