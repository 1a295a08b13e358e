import { RenewableToken } from './renewable-token.js';

test('whoever asks while it is being made gets the same one', async () => {
  let made = 0;
  const token = new RenewableToken(async () => ({ token: `token ${++made}`, staleAt: 10 }), () => 0);
  expect(await Promise.all([token.get(), token.get()])).toEqual(['token 1', 'token 1']);
});

test('a stale one is made anew', async () => {
  let now = 0;
  let made = 0;
  const token = new RenewableToken(async () => ({ token: `token ${++made}`, staleAt: now + 10 }), () => now);
  expect(await token.get()).toBe('token 1');
  now = 9;
  expect(await token.get()).toBe('token 1');
  now = 10;
  expect(await token.get()).toBe('token 2');
});

test('of several who were refused with the same one, only the first makes another', async () => {
  let made = 0;
  const token = new RenewableToken(async () => ({ token: `token ${++made}`, staleAt: 10 }), () => 0);
  const refused = await token.get();
  await Promise.all([token.forget(refused), token.forget(refused)]);
  expect(await token.get()).toBe('token 2');
  await token.forget(refused);
  expect(await token.get()).toBe('token 2');
});

test('a failure is told to all who wait and to those who ask within a second, then it is tried again', async () => {
  let now = 0;
  let made = 0;
  const token = new RenewableToken(async () => { made++; throw new Error('down'); }, () => now);
  await expect(Promise.all([token.get(), token.get()])).rejects.toThrow('down');
  now = 999;
  await expect(token.get()).rejects.toThrow('down');
  expect(made).toBe(1);
  now = 1_000;
  await expect(token.get()).rejects.toThrow('down');
  expect(made).toBe(2);
});
