import type { Lease, LeaseRequest, LimitStore } from '../../storage/store.js';
import { SharedRateLimiter } from './shared-rate-limiter.js';

/** The counter that processes share, as a database keeps it, and what was asked of it. */
class Counter implements LimitStore {
  readonly asked: LeaseRequest[] = [];
  isDown = false;
  private used = 0;
  private endsAt = 0;

  constructor(private readonly clock: { now: number }) {}

  async lease(request: LeaseRequest): Promise<Lease> {
    this.asked.push(request);
    await Promise.resolve();
    if (this.isDown) throw new Error('down');
    if (this.clock.now >= this.endsAt) {
      this.used = 0;
      this.endsAt = this.clock.now + request.windowMs;
    }
    const left = request.limit - this.used;
    const granted = left < request.atLeast ? 0 : Math.min(request.atMost, left);
    this.used += granted;
    return { granted, left: request.limit - this.used, endsInMs: this.endsAt - this.clock.now };
  }
}

function processes(count: number, limit: number): { limiters: SharedRateLimiter[]; counter: Counter; clock: { now: number }; failures: unknown[] } {
  const clock = { now: 0 };
  const counter = new Counter(clock);
  const failures: unknown[] = [];
  return { clock, counter, failures, limiters: Array.from({ length: count }, () => new SharedRateLimiter(limit, counter, (error) => failures.push(error), () => clock.now)) };
}

test('together they give away exactly the limit, whoever is asked, however many ask at once', async () => {
  const { limiters } = processes(3, 600);
  const standings = await Promise.all(Array.from({ length: 1_000 }, async (_, index) => limiters[index % 3]!.take('a', 1)));
  expect(standings.filter(({ isAllowed }) => isAllowed)).toHaveLength(600);
  for (const limiter of limiters) expect(await limiter.take('a', 1)).toMatchObject({ isAllowed: false, remaining: 0 });
});

test('a second of work is asked for at a time, and what is at hand is given away at once', async () => {
  const { limiters: [limiter], counter } = processes(1, 600);
  expect(await limiter!.take('a', 1)).toEqual({ isAllowed: true, remaining: 599, resetsInMs: 60_000 });
  for (let count = 1; count < 10; count++) expect(limiter!.take('a', 1)).toMatchObject({ isAllowed: true });
  expect(counter.asked).toMatchObject([{ key: 'a', atLeast: 1, atMost: 10, limit: 600 }]);
});

test('what others have used up is known a second later', async () => {
  const { limiters: [one, other], clock } = processes(2, 600);
  await one!.take('a', 1);
  await other!.take('a', 500);
  expect(one!.take('a', 1)).toMatchObject({ remaining: 598 });
  clock.now = 1_000;
  void one!.take('a', 1);
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  expect(one!.take('a', 1)).toMatchObject({ isAllowed: true, remaining: 96 });
});

test('that nothing is left is asked for once a second, and not for every call', async () => {
  const { limiters: [limiter], counter, clock } = processes(1, 10);
  await limiter!.take('a', 10);
  for (let count = 0; count < 50; count++) expect(await limiter!.take('a', 1)).toMatchObject({ isAllowed: false });
  expect(counter.asked.length).toBeLessThanOrEqual(2);
  clock.now = 60_000;
  expect(await limiter!.take('a', 1)).toMatchObject({ isAllowed: true, resetsInMs: 60_000 });
});

test('what cannot be had whole takes nothing from the others', async () => {
  const { limiters: [one, other] } = processes(2, 60);
  await one!.take('a', 30);
  expect(await other!.take('a', 60)).toMatchObject({ isAllowed: false });
  expect(await one!.take('a', 30)).toMatchObject({ isAllowed: true });
});

test('while the database does not answer each process counts alone', async () => {
  const { limiters: [one], counter, failures } = processes(2, 60);
  counter.isDown = true;
  const standings = await Promise.all(Array.from({ length: 100 }, async () => one!.take('a', 1)));
  expect(standings.filter(({ isAllowed }) => isAllowed)).toHaveLength(60);
  expect(failures).toEqual([new Error('down')]);
});
