import { inTurns } from './in-turns.js';

test('a short list is as it was', () => {
  expect(inTurns([1, 2, 3])).toEqual([1, 2, 3]);
});

test('a long list arrives whole and in order, and others get their turn meanwhile', async () => {
  const records = Array.from({ length: 1_000 }, (_, index) => index);
  let turnsOfOthers = 0;
  let isDone = false;
  const other = (): void => {
    turnsOfOthers++;
    if (!isDone) setImmediate(other);
  };
  setImmediate(other);
  expect(await Promise.all(inTurns(records).map(async (record) => record))).toEqual(records);
  isDone = true;
  expect(turnsOfOthers).toBeGreaterThanOrEqual(5);
});
