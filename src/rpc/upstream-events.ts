import type { FaultKind } from './fault.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** What happens between this process and its upstream, for whoever measures it. */
export interface UpstreamEvents {
  /** One exchange over HTTP is over: with a reply, or without one. */
  readonly exchanged: (milliseconds: number, outcome: 'reply' | FaultKind) => void;
  readonly retried: () => void;
  readonly batched: (calls: number) => void;
  readonly breakerChanged: (state: BreakerState) => void;
}
