import { ExpiringMap } from './expiring-map.js';

test('a value is kept until it ends', () => {
  const map = new ExpiringMap(10);
  map.set('a', { endsAt: 5 });
  expect([map.get('a', 4), map.get('a', 5)]).toEqual([{ endsAt: 5 }, undefined]);
});

test('when it is full, what was set the longest ago goes', () => {
  const map = new ExpiringMap(2);
  for (const name of ['a', 'b', 'a', 'c']) map.set(name, { endsAt: 1 });
  expect(['a', 'b', 'c'].map((name) => map.get(name, 0) !== undefined)).toEqual([true, false, true]);
});
