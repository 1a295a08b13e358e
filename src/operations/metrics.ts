import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { problemOf } from '../contract/errors.js';
import { methods } from '../contract/methods.js';
import { RpcError } from '../contract/rpc-error.js';
import type { BreakerState, UpstreamEvents } from '../rpc/upstream-events.js';

/** Upper bounds of times, in seconds. */
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const batchSizes = [2, 5, 10, 20, 50, 100];
const breakerStates: readonly BreakerState[] = ['closed', 'half-open', 'open'];
const httpMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * What is counted and timed of this process (docs/operations.md). Labels take their values from short lists: what a
 * caller chooses freely is counted as `other`.
 */
export class Metrics implements UpstreamEvents {
  readonly registry = new Registry();
  private readonly requests = new Counter({ ...this.named('http_requests_total', 'Requests that were answered.'), labelNames: ['surface', 'method', 'status'] });
  private readonly durations = new Histogram({ ...this.named('http_request_duration_seconds', 'Time to answer a request.'), labelNames: ['surface'], buckets: seconds });
  private readonly calls = new Counter({ ...this.named('management_api_calls_total', 'Calls of the Management API; outcome is ok or the problem that came of it.'), labelNames: ['method', 'outcome'] });
  private readonly exchanges = new Histogram({ ...this.named('upstream_exchange_duration_seconds', 'Time of an exchange with the upstream; outcome is reply or what kept it from coming.'), labelNames: ['outcome'], buckets: seconds });
  private readonly retries = new Counter(this.named('upstream_retries_total', 'Reads that were sent once more after a broken connection.'));
  private readonly batches = new Histogram({ ...this.named('upstream_batch_calls', 'Calls in a batch to the upstream.'), buckets: batchSizes });
  private readonly pushes = new Counter({ ...this.named('push_outcomes_total', 'Recipients of pushes: delivered, failed, or put off (later), once for each time.'), labelNames: ['project', 'platform', 'outcome'] });
  private readonly breaker = new Gauge({ ...this.named('upstream_breaker_state', '1 for the state that the circuit breaker of the upstream is in.'), labelNames: ['state'] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.breakerChanged('closed');
  }

  answered(surface: string, method: string, status: number, milliseconds: number): void {
    this.requests.inc({ surface, method: httpMethods.has(method) ? method : 'other', status });
    this.durations.observe({ surface }, milliseconds / 1_000);
  }

  /** `error` is undefined when the call succeeded. */
  called(method: string, error?: unknown): void {
    const outcome = error === undefined ? 'ok' : error instanceof RpcError ? problemOf(error) : 'internal';
    this.calls.inc({ method: methods.has(method) ? method : 'other', outcome });
  }

  readonly exchanged: UpstreamEvents['exchanged'] = (milliseconds, outcome) => { this.exchanges.observe({ outcome }, milliseconds / 1_000); };
  readonly retried: UpstreamEvents['retried'] = () => { this.retries.inc(); };
  readonly batched: UpstreamEvents['batched'] = (calls) => { this.batches.observe(calls); };
  readonly breakerChanged = (state: BreakerState): void => {
    for (const each of breakerStates) this.breaker.set({ state: each }, each === state ? 1 : 0);
  };

  /** Projects are those of the projects file. */
  readonly pushOutcome = (project: string, platform: string, outcome: string): void => { this.pushes.inc({ project, platform, outcome }); };

  private named(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name, help, registers: [this.registry] };
  }
}
