import type { StoredKey } from '../storage/store.js';
import { KeyCache } from './key-cache.js';

const key: StoredKey = { id: 'k', name: 'ci', scopes: ['*'], cidrs: [], createdAt: 0, expiresAt: null, lastUsedAt: null };

function cacheOver(answer: () => Promise<StoredKey | undefined>, staleAfterMs: number): { cache: KeyCache; clock: { now: number }; asked: () => number } {
  const clock = { now: 0 };
  let asked = 0;
  return { clock, asked: () => asked, cache: new KeyCache({ staleAfterMs, findBySha256: async () => { asked++; return answer(); } }, () => clock.now) };
}

test('an answer is used again for as long as the store allows, counted from the question', async () => {
  const { cache, clock, asked } = cacheOver(async () => key, 500);
  await Promise.all([cache.find('a'), cache.find('a'), cache.find('b')]);
  clock.now = 499;
  expect(await cache.find('a')).toBe(key);
  expect(asked()).toBe(2);
  clock.now = 500;
  await cache.find('a');
  expect(asked()).toBe(3);
});

test('a store that allows no time is asked once in each turn of the event loop', async () => {
  const { cache, asked } = cacheOver(async () => key, 0);
  await Promise.all([cache.find('a'), cache.find('a'), cache.find('b')]);
  expect(asked()).toBe(2);
  await new Promise(setImmediate);
  await cache.find('a');
  expect(asked()).toBe(3);
});

test('neither what is no key nor a failure is kept', async () => {
  const unknown = cacheOver(async () => undefined, 500);
  await unknown.cache.find('a');
  await unknown.cache.find('a');
  expect(unknown.asked()).toBe(2);
  const failing = cacheOver(async () => { throw new Error('down'); }, 500);
  await expect(failing.cache.find('a')).rejects.toThrow('down');
  await expect(failing.cache.find('a')).rejects.toThrow('down');
  expect(failing.asked()).toBe(2);
});
