import { FailedAttempts, failuresPerWindow } from './failed-attempts.js';

function attemptsFrom(address: string): { attempts: FailedAttempts; clock: { now: number } } {
  const clock = { now: 0 };
  const attempts = new FailedAttempts(() => clock.now);
  attempts.noteRight('10.0.0.1', 'used before');
  for (let count = 0; count < failuresPerWindow; count++) attempts.note(address);
  return { attempts, clock };
}

test('an address waits after too many wrong keys until the window ends', () => {
  const { attempts, clock } = attemptsFrom('10.0.0.1');
  clock.now = 20_000;
  expect(attempts.waitMs('10.0.0.1', 'any')).toBe(40_000);
  clock.now = 60_000;
  expect(attempts.waitMs('10.0.0.1', 'any')).toBe(0);
});

test('one wrong key fewer is none too many', () => {
  const attempts = new FailedAttempts(() => 0);
  for (let count = 1; count < failuresPerWindow; count++) attempts.note('10.0.0.1');
  expect(attempts.waitMs('10.0.0.1', 'any')).toBe(0);
});

test('a key that was right at the address goes on working there, and nowhere else', () => {
  const { attempts } = attemptsFrom('10.0.0.1');
  expect(attempts.waitMs('10.0.0.1', 'used before')).toBe(0);
  for (let count = 0; count < failuresPerWindow; count++) attempts.note('10.0.0.2');
  expect(attempts.waitMs('10.0.0.2', 'used before')).toBeGreaterThan(0);
});

test.each([
  ['another IPv4 address', '10.0.0.1', '10.0.0.2', false],
  ['an IPv4 address written as IPv6', '10.0.0.1', '::ffff:10.0.0.1', true],
  ['an address of the same IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['an address of another IPv6 network', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['what is no address', 'unknown', '10.0.0.1', false],
])('%s', (_what, failing, other, isSame) => {
  expect(attemptsFrom(failing).attempts.waitMs(other, 'any') > 0).toBe(isSame);
});
