import { Readiness } from './readiness.js';

test('many who ask within a second cause one probe, and the next second another', async () => {
  let now = 5;
  let probes = 0;
  let isThere = true;
  const readiness = new Readiness(async () => {
    probes++;
    if (!isThere) throw new Error('nobody is there');
  }, () => now);
  expect(await Promise.all(Array.from({ length: 100 }, () => readiness.isReady()))).toEqual(Array(100).fill(true));
  isThere = false;
  now += 999;
  expect([await readiness.isReady(), probes]).toEqual([true, 1]);
  now += 1;
  expect([await readiness.isReady(), await readiness.isReady(), probes]).toEqual([false, false, 2]);
  isThere = true;
  now += 1_000;
  expect([await readiness.isReady(), probes]).toEqual([true, 3]);
});
