import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { CancelSignal } from '../contract/cancellation.js';
import { Fault } from './fault.js';
import type { BreakerState, UpstreamEvents } from './upstream-events.js';

/** Failed connections or time-outs in a row that open the breaker, and how long it stays open (gateway-api.md, section 5). */
const failuresThatOpen = 5;
const openMs = 2_000;
/** Before a read is sent once more: this long on average, with jitter, so that those who failed together do not come back together. */
const backoffMs = { initialDelay: 30, maxDelay: 200 };

const states: Readonly<Partial<Record<CircuitState, BreakerState>>> = {
  [CircuitState.Closed]: 'closed', [CircuitState.Open]: 'open', [CircuitState.HalfOpen]: 'half-open',
};

const isBroken = (error: Error): boolean => error instanceof Fault && error.kind === 'broken';

/** What is done about an upstream that fails: reads are sent once more, and one that goes on failing is left alone for a while. */
export class Resilience {
  private readonly retry = retry(handleWhen(isBroken), { maxAttempts: 1, backoff: new ExponentialBackoff(backoffMs) });
  private readonly breaker = circuitBreaker(handleWhen((error) => this.isFailure(error)), { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failuresThatOpen) });

  constructor({ retried, breakerChanged }: Pick<UpstreamEvents, 'retried' | 'breakerChanged'>) {
    this.retry.onRetry(retried);
    this.breaker.onStateChange((state) => { breakerChanged(states[state] ?? 'open'); });
  }

  /** Sends, and a read that met a broken connection once more. @throws Fault `unsent` while the breaker is open. */
  async run<T>(isRead: boolean, send: () => Promise<T>, signal: CancelSignal): Promise<T> {
    // Others would wait for the one call that is tried; they are better told at once.
    if (this.breaker.state === CircuitState.HalfOpen) throw new Fault('unsent');
    try {
      return await this.breaker.execute(() => (isRead ? send().catch((error: unknown) => this.again(send, error, signal)) : send()));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? new Fault('unsent', error) : error;
    }
  }

  /** What a first attempt, which failed, becomes: cockatiel is only asked when it has, because it costs as much as the call's bookkeeping. */
  private again<T>(send: () => Promise<T>, firstError: unknown, signal: CancelSignal): Promise<T> {
    return this.retry.execute(({ attempt }) => {
      signal.throwIfAborted();
      if (attempt === 0) throw firstError;
      return send();
    });
  }

  /** Whatever is answered is none. A caller who hung up says nothing of the upstream, unless it was the one call that was tried. */
  private isFailure(error: Error): boolean {
    if (!(error instanceof Fault)) return false;
    if (error.kind === 'caller-gone') return this.breaker.state === CircuitState.HalfOpen;
    return error.kind === 'unsent' || error.kind === 'broken' || error.kind === 'timed-out';
  }
}
