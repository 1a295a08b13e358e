import { verdictOf } from './verdict.js';
import type { Outcome } from './provider.js';

const minute = 60_000;
const later: Outcome = { kind: 'later', reason: '503 UNAVAILABLE' };
const recipient = { device: 7, deviceId: 'd', token: 't', tries: 0, firstTriedAt: null };
const verdict = (outcome: Outcome, changes: { tries?: number; firstTriedAt?: number } = {}, random = 0) =>
  verdictOf(outcome, { recipient: { ...recipient, ...changes }, token: 't', startedAt: 1_000 }, 2_000, () => random);

test('what is delivered, dead or refused is settled', () => {
  expect(verdict({ kind: 'delivered' })).toEqual({ kind: 'delivered', device: 7, tries: 1 });
  expect(verdict({ kind: 'dead', reason: '410' })).toEqual({ kind: 'failed', device: 7, tries: 1, reason: '410', deadToken: 't' });
  expect(verdict({ kind: 'refused', reason: '400' })).toEqual({ kind: 'failed', device: 7, tries: 1, reason: '400' });
});

test.each([[0, 1_000], [1, 2_000], [2, 4_000], [3, 8_000]])('after %i tries it waits %i ms, and up to half as long again', (tries, wait) => {
  const firstTriedAt = tries === 0 ? {} : { firstTriedAt: 500 };
  expect(verdict(later, { tries, ...firstTriedAt })).toEqual({ kind: 'later', device: 7, tries: tries + 1, firstTriedAt: tries === 0 ? 1_000 : 500, dueAt: 2_000 + wait, reason: later.reason });
  expect(verdict(later, { tries }, 1)).toMatchObject({ dueAt: 2_000 + wait * 1.5 });
});

test('a provider’s own delay is never cut short, and a shorter one makes nothing sooner', () => {
  expect(verdict({ ...later, retryAfterMs: 60_000 })).toMatchObject({ dueAt: 62_000 });
  expect(verdict({ ...later, retryAfterMs: 0 })).toMatchObject({ dueAt: 3_000 });
});

test('it gives up after five tries, and when the next one would come after fifteen minutes', () => {
  expect(verdict(later, { tries: 4, firstTriedAt: 0 })).toEqual({ kind: 'failed', device: 7, tries: 5, reason: 'gave up after 5 tries: 503 UNAVAILABLE' });
  expect(verdict({ ...later, retryAfterMs: 15 * minute - 1_000 })).toMatchObject({ kind: 'later' });
  expect(verdict({ ...later, retryAfterMs: 15 * minute - 999 })).toEqual({ kind: 'failed', device: 7, tries: 1, reason: 'gave up after 1 try: 503 UNAVAILABLE' });
});
