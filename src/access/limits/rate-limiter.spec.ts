import { OwnRateLimiter } from './rate-limiter.js';

function limiterOf(units: number): { limiter: OwnRateLimiter; clock: { now: number } } {
  const clock = { now: 0 };
  return { limiter: new OwnRateLimiter(units, () => clock.now), clock };
}

test('as many units as the limit are given away, and the others refused until the window ends', () => {
  const { limiter, clock } = limiterOf(3);
  expect(limiter.take('a', 2)).toEqual({ isAllowed: true, remaining: 1, resetsInMs: 60_000 });
  clock.now = 59_999;
  expect(limiter.take('a', 1)).toEqual({ isAllowed: true, remaining: 0, resetsInMs: 1 });
  expect(limiter.take('a', 1)).toEqual({ isAllowed: false, remaining: 0, resetsInMs: 1 });
  clock.now = 60_000;
  expect(limiter.take('a', 1)).toEqual({ isAllowed: true, remaining: 2, resetsInMs: 60_000 });
});

test('what is refused takes nothing', () => {
  const { limiter } = limiterOf(3);
  limiter.take('a', 2);
  expect(limiter.take('a', 2)).toMatchObject({ isAllowed: false, remaining: 1 });
  expect(limiter.take('a', 1)).toMatchObject({ isAllowed: true, remaining: 0 });
});

test('keys have nothing to do with each other', () => {
  const { limiter } = limiterOf(1);
  limiter.take('a', 1);
  expect(limiter.take('b', 1)).toMatchObject({ isAllowed: true });
});

test('what takes more than the whole limit takes a whole window', () => {
  const { limiter, clock } = limiterOf(10);
  expect(limiter.take('a', 1_000)).toMatchObject({ isAllowed: true, remaining: 0 });
  clock.now = 60_000;
  limiter.take('a', 1);
  expect(limiter.take('a', 1_000)).toMatchObject({ isAllowed: false, remaining: 9 });
});
