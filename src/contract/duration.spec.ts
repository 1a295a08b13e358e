import { readDuration } from './duration.js';

test.each([['1s', 1_000], ['15m', 900_000], ['24h', 86_400_000], ['90d', 7_776_000_000], ['36525d', 3_155_760_000_000]])('%s is %i ms', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(['', '90', 'd', '0d', '-1d', '1.5h', '1 d', '1w', '1D', '36526d', '9999999999s'])('%j is no duration', (text) => {
  expect(readDuration(text)).toBeUndefined();
});
