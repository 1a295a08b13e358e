import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Outcome, Provider } from '../../src/backend/push/provider.js';
import { PushWorker } from '../../src/backend/push/worker.js';
import type { PushProgress } from '../../src/storage/push-store.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { databases, type TestDatabase } from '../support/databases.js';
import { FakeClock, untilIdle } from './support/fake-clock.js';
import { WatchedStore } from './support/watched-store.js';

const minute = 60_000;

/**
 * What the provider does at each try, of which there may be more than five when a process dies with one in flight. No sum
 * of the delays comes near fifteen minutes, so that it does not matter how late a try is made.
 */
const outcomes = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.constant<Outcome>({ kind: 'delivered' }) },
  { weight: 1, arbitrary: fc.constantFrom<Outcome>({ kind: 'dead', reason: '410' }, { kind: 'refused', reason: '400' }) },
  { weight: 3, arbitrary: fc.constantFrom(undefined, undefined, 0, 5_000, minute, 8 * minute, 16 * minute).map((retryAfterMs): Outcome => ({ kind: 'later', reason: '503', retryAfterMs })) },
), { minLength: 7, maxLength: 7 });

/** What the tries of a recipient come to, by the specification alone: five tries or fifteen minutes. */
function cameTo(script: readonly Outcome[]): 'pushed' | 'failed' {
  let elapsed = 0;
  for (const [index, outcome] of script.slice(0, 5).entries()) {
    if (outcome.kind === 'delivered') return 'pushed';
    if (outcome.kind !== 'later') return 'failed';
    elapsed += Math.max(1_000 * 2 ** index, outcome.retryAfterMs ?? 0);
    if (elapsed > 15 * minute) return 'failed';
  }
  return 'failed';
}

describe.each(databases)('the ledger, on %s', (name, createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.url, (error) => { throw error; });
  });
  afterAll(async () => {
    await store.close();
    await database.remove();
  });

  interface Run {
    readonly progress: PushProgress;
    readonly tries: ReadonlyMap<string, number>;
    readonly devicesLeft: number;
  }

  /** Sends a push to devices whose tries are scripted; the first of two processes dies after some calls of the store. */
  async function run(scripts: readonly (readonly Outcome[])[], diesAfter: number): Promise<Run> {
    const project = randomUUID();
    const queueId = randomUUID();
    const clock = new FakeClock();
    const tries = new Map<string, number>();
    let inFlight = 0;
    const provider: Provider = {
      concurrency: 3,
      sending: () => async ({ token }) => {
        inFlight++;
        const nth = tries.get(token) ?? 0;
        tries.set(token, nth + 1);
        await untilIdle(() => true);
        inFlight--;
        return scripts[Number(token)]![nth] ?? { kind: 'delivered' };
      },
      close: async () => undefined,
    };
    for (const index of scripts.keys()) {
      await store.devices.register(project, { id: `d${index}`, platform: 'android', buildType: 'release', token: String(index), userOid: null, version: null, at: 0 });
    }
    const content = { message: 'Hello' };
    await store.pushes.insert({
      queueId, project, platform: 'android', buildType: 'release', buildTypes: ['release'], content, target: { kind: 'all' }, createdAt: clock.now(), scheduledAt: undefined,
    });
    const views = [new WatchedStore(store.pushes, diesAfter), new WatchedStore(store.pushes)];
    const report = (error: unknown): void => { throw error; };
    const workers = views.map((view) => new PushWorker([{ project, platform: 'android', provider }], { store: view.asSeen(), clock, random: () => 0, report, onOutcome: () => undefined }));
    for (const worker of workers) worker.start();

    const order = ['queue', 'push', 'finish'];
    let last = (await store.pushes.progress(project, queueId))!;
    // Fifteen minutes of tries and the lease of the dead one are some hundred rings of the clock.
    for (let rings = 0; last.status !== 'finish'; rings++) {
      expect(rings).toBeLessThan(10_000);
      await untilIdle(() => inFlight === 0 && views.every((view) => view.isDead || view.callsUnderWay === 0));
      const next = (await store.pushes.progress(project, queueId))!;
      expect(order.indexOf(next.status)).toBeGreaterThanOrEqual(order.indexOf(last.status));
      for (const count of ['numTarget', 'numPushed', 'numFailed'] as const) expect(next[count]).toBeGreaterThanOrEqual(last[count]);
      expect(next.numPushed + next.numFailed).toBeLessThanOrEqual(next.numTarget);
      if (last.status !== 'queue') expect(next.numTarget).toBe(last.numTarget);
      last = next;
      clock.passOn();
    }
    // The dead one never ends; nobody waits for it.
    await Promise.all(workers.filter((_worker, index) => !views[index]!.isDead).map(async (worker) => {
      const stopped = worker.stop();
      for (let isStopped = false; !isStopped;) {
        clock.passOn();
        isStopped = await Promise.race([stopped.then(() => true), untilIdle(() => true).then(() => false)]);
      }
    }));
    const { totalItems } = await store.devices.page(project, { offset: 0, limit: 1, sort: { property: undefined, order: 'asc' } });
    return { progress: last, tries, devicesLeft: totalItems };
  }

  test('whatever the provider does, the status goes forward to its end and the counts are those of the recipients', async () => {
    await fc.assert(fc.asyncProperty(fc.array(outcomes, { maxLength: 12 }), async (scripts) => {
      const { progress, tries, devicesLeft } = await run(scripts, Infinity);
      const pushed = scripts.filter((script) => cameTo(script) === 'pushed').length;
      expect(progress).toMatchObject({ status: 'finish', numTarget: scripts.length, numPushed: pushed, numFailed: scripts.length - pushed });
      expect(Math.max(0, ...tries.values())).toBeLessThanOrEqual(5);
      expect(devicesLeft).toBe(scripts.length - scripts.filter((script) => script.slice(0, 5).find(({ kind }) => kind !== 'later')?.kind === 'dead' && wasReached(script)).length);
    }), { numRuns: name === 'SQLite' ? 30 : 8 });
  });

  test('whenever a process dies, another takes its recipients over, and only those in flight are tried once more', async () => {
    await fc.assert(fc.asyncProperty(fc.array(outcomes, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 20 }), async (scripts, diesAfter) => {
      const { progress, tries } = await run(scripts, diesAfter);
      expect(progress).toMatchObject({ status: 'finish', numTarget: scripts.length });
      expect(progress.numPushed + progress.numFailed).toBe(scripts.length);
      // Three requests at a time may be in flight when it dies.
      expect([...tries.values()].filter((count) => count > 5).length).toBeLessThanOrEqual(3);
      expect(Math.max(0, ...tries.values())).toBeLessThanOrEqual(6);
    }), { numRuns: name === 'SQLite' ? 30 : 8 });
  });
});

/** Whether the try that decides is made before the fifteen minutes are over. */
function wasReached(script: readonly Outcome[]): boolean {
  const deciding = script.findIndex(({ kind }) => kind !== 'later');
  let elapsed = 0;
  for (const [index, outcome] of script.slice(0, deciding).entries()) elapsed += Math.max(1_000 * 2 ** index, outcome.kind === 'later' ? (outcome.retryAfterMs ?? 0) : 0);
  return elapsed <= 15 * minute;
}
