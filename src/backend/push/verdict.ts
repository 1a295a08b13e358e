import type { Recipient, Settlement } from '../../storage/push-store.js';
import type { Outcome } from './provider.js';

export const triesAtMost = 5;
export const tryingMs = 15 * 60_000;
const firstWaitMs = 1_000;

export interface Try {
  readonly recipient: Recipient;
  readonly token: string;
  readonly startedAt: number;
}

/**
 * What becomes of a recipient after a try (gateway-api.md, section 7). Waits are doubled, and up to half as long again
 * at random, so that what failed together does not come again together; a provider's own delay is never cut short.
 */
export function verdictOf(outcome: Outcome, { recipient, token, startedAt }: Try, now: number, random: () => number): Settlement {
  const { device } = recipient;
  const tries = recipient.tries + 1;
  if (outcome.kind === 'delivered') return { kind: 'delivered', device, tries };
  const { reason } = outcome;
  if (outcome.kind === 'dead') return { kind: 'failed', device, tries, reason, deadToken: token };
  if (outcome.kind === 'refused') return { kind: 'failed', device, tries, reason };
  const firstTriedAt = recipient.firstTriedAt ?? startedAt;
  const wait = firstWaitMs * 2 ** (tries - 1) * (1 + random() / 2);
  const dueAt = Math.ceil(now + Math.max(wait, outcome.retryAfterMs ?? 0));
  if (tries >= triesAtMost || dueAt > firstTriedAt + tryingMs) return { kind: 'failed', device, tries, reason: `gave up after ${tries} ${tries === 1 ? 'try' : 'tries'}: ${reason}` };
  return { kind: 'later', device, tries, firstTriedAt, dueAt, reason };
}
