import type { Lease } from '../../storage/push-store.js';
import type { Clock } from './clock.js';

/** How long a claim on work holds unless it is renewed (gateway-api.md, section 7), in milliseconds. */
const leaseMs = 30_000;

/** How often somebody with nothing to do looks for work that nobody told of: other processes', and what leases ran out of. In milliseconds. */
export const pollMs = 1_000;

/** A claim from now on. */
export function leaseFrom(clock: Clock): Lease {
  const now = clock.now();
  return { now, until: now + leaseMs };
}
