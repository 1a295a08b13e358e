import { once } from 'node:events';
import { say, ScriptedUpstream, succeed, envelope, type Received } from '../support/scripted-upstream.js';
import { adapterTo, closeAdapters, context, outcomeOf } from './support.js';

let upstream: ScriptedUpstream;
beforeEach(async () => { upstream = await ScriptedUpstream.start(); });
afterEach(async () => {
  await closeAdapters();
  await upstream.stop();
});

/** Holds requests back until it is told to let them go. */
function holding(): { readonly held: Received[]; readonly letGo: () => void } {
  const held: Received[] = [];
  upstream.script = (received) => held.push(received);
  return { held, letGo: () => { held.splice(0).forEach(succeed); } };
}

const list = { page: 1 };

test('identical reads in flight are one call, whose answer all get', async () => {
  const { letGo } = holding();
  const { adapter } = adapterTo(upstream.url);
  const calls = Promise.all(Array.from({ length: 50 }, () => adapter.call('User.list', { page: 1 }, context)));
  await upstream.hasReceived(1);
  letGo();
  expect(new Set((await calls).map((result) => JSON.stringify(result)))).toEqual(new Set(['{"method":"User.list","params":{"page":1}}']));
  expect(upstream.received).toHaveLength(1);
  upstream.script = succeed;
  await adapter.call('User.list', { page: 1 }, context);
  expect(upstream.received).toHaveLength(2);
});

test('an error is shared as a result is', async () => {
  const { held } = holding();
  const { adapter } = adapterTo(upstream.url);
  const calls = Promise.all([1, 2, 3].map(() => outcomeOf(adapter.call('User.get', { _id: 'u1' }, context))));
  await upstream.hasReceived(1);
  say(held[0]!, JSON.stringify(envelope(1, { error: { code: -32602, message: 'x' } })));
  expect(await calls).toEqual(['-32602 upstream', '-32602 upstream', '-32602 upstream']);
});

test('calls that differ in their key, method or parameters, and writes, are never shared', async () => {
  const { letGo } = holding();
  const { adapter } = adapterTo(upstream.url, { key: undefined });
  const calls = [
    adapter.call('User.list', list, { ...context, callerKey: 'a' }), adapter.call('User.list', list, { ...context, callerKey: 'b' }), adapter.call('User.list', list, context),
    adapter.call('User.list', { page: 2 }, { ...context, callerKey: 'a' }), adapter.call('Collection.list', list, { ...context, callerKey: 'a' }),
    adapter.call('User.delete', { idList: [] }, context), adapter.call('User.delete', { idList: [] }, context),
    adapter.call('Theirs.list', list, context), adapter.call('Theirs.list', list, context),
  ];
  await upstream.hasReceived(calls.length);
  letGo();
  await Promise.all(calls);
  const seen = upstream.received.map(({ headers, calls: [call] }) => `${String(headers['x-monaca-backend-management-api-key'])} ${call!.method} ${JSON.stringify(call!.params)}`);
  expect(seen.sort()).toEqual([
    'a Collection.list {"page":1}', 'a User.list {"page":1}', 'a User.list {"page":2}', 'b User.list {"page":1}',
    'undefined Theirs.list {"page":1}', 'undefined Theirs.list {"page":1}', 'undefined User.delete {"idList":[]}', 'undefined User.delete {"idList":[]}', 'undefined User.list {"page":1}',
  ]);
});

test.each([['succeeded', succeed], ['failed', ({ socket }: Received) => { socket.resetAndDestroy(); }]])('a read does not join one that began before a write that %s meanwhile', async (_how, end) => {
  const { held, letGo } = holding();
  const { adapter } = adapterTo(upstream.url);
  const before = adapter.call('User.list', list, context);
  await upstream.hasReceived(1);
  const write = outcomeOf(adapter.call('User.delete', { idList: [] }, context));
  await upstream.hasReceived(2);
  const during = adapter.call('User.list', list, context);
  end(held.splice(1, 1)[0]!);
  await write;
  const after = adapter.call('User.list', list, context);
  await upstream.hasReceived(3);
  letGo();
  await Promise.all([before, during, after]);
  expect(upstream.received.map(({ calls: [call] }) => call!.method)).toEqual(['User.list', 'User.delete', 'User.list']);
});

test('a shared call goes on while anybody waits for it, and is cancelled when the last one leaves', async () => {
  const { held, letGo } = holding();
  const { adapter } = adapterTo(upstream.url);
  const [first, second] = [new AbortController(), new AbortController()];
  const outcomes = [first, second].map(({ signal }) => outcomeOf(adapter.call('User.list', list, { ...context, signal })));
  await upstream.hasReceived(1);
  first.abort();
  expect(await outcomes[0]).toBe('-11 adapter');
  const gone = once(held[0]!.response, 'close');
  second.abort();
  await Promise.all([outcomes[1], gone]);
  held.length = 0;
  // The next one does not join what is cancelled.
  const next = adapter.call('User.list', list, context);
  await upstream.hasReceived(2);
  letGo();
  expect(await next).toEqual({ method: 'User.list', params: list });
});

test('a write is cancelled when its caller hangs up, and one who has hung up before sends nothing', async () => {
  const { held } = holding();
  const { adapter } = adapterTo(upstream.url);
  const controller = new AbortController();
  const outcome = outcomeOf(adapter.call('User.delete', {}, { ...context, signal: controller.signal }));
  await upstream.hasReceived(1);
  const gone = once(held[0]!.response, 'close');
  controller.abort();
  await Promise.all([outcome, gone]);
  expect(await outcomeOf(adapter.call('User.delete', {}, { ...context, signal: AbortSignal.abort() }))).toBe('-11 adapter');
  upstream.script = succeed;
  await adapter.call('User.list', {}, context);
  expect(upstream.received.map(({ calls: [call] }) => call!.method)).toEqual(['User.delete', 'User.list']);
});

test('the calls of an operation share one deadline, which passes for each waiter by itself', async () => {
  const { held, letGo } = holding();
  const { adapter } = adapterTo(upstream.url, { timeoutMs: 20_000 });
  const late = { ...context, startedAt: performance.now() - 19_950 };
  const impatient = [outcomeOf(adapter.call('User.list', list, late)), outcomeOf(adapter.call('Collection.list', {}, late))];
  const patient = adapter.call('User.list', list, context);
  expect(await Promise.all(impatient)).toEqual(['-11 adapter', '-11 adapter']);
  // On a busy machine the deadline may be over before the upstream has read anything.
  while (!held.some(({ calls: [call] }) => call!.method === 'User.list')) await upstream.hasReceived(upstream.received.length + 1);
  letGo();
  expect(await patient).toEqual({ method: 'User.list', params: list });
});
