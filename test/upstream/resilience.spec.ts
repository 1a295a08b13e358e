import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Cancellation } from '../../src/contract/cancellation.js';
import { limits } from '../../src/contract/limits.js';
import { closedPort } from '../support/closed-port.js';
import { say, ScriptedUpstream, succeed, type Received, type Script } from '../support/scripted-upstream.js';
import { adapterTo, closeAdapters, context, outcomeOf } from './support.js';

let upstream: ScriptedUpstream;
beforeEach(async () => { upstream = await ScriptedUpstream.start(); });
afterEach(async () => {
  await closeAdapters();
  await upstream.stop();
});

const reset: Script = ({ socket }) => { socket.resetAndDestroy(); };
const silent: Script = () => undefined;
const timeoutMs = 20_000;

/** Does one thing after another, and the last one from then on. */
function inTurn(...scripts: readonly Script[]): Script {
  let turn = 0;
  return (received) => { scripts[Math.min(turn++, scripts.length - 1)]!(received); };
}

describe('a broken connection', () => {
  const halfAReply: Script = ({ response, socket }) => { response.writeHead(200, { 'Content-Length': 999 }).write('{"jsonrpc"', () => { socket.destroy(); }); };

  test.each<[how: string, breaking: Script]>([
    ['reset', reset], ['closed', ({ socket }) => { socket.destroy(); }], ['half-closed', ({ socket }) => { socket.end(); }], ['cut within a reply', halfAReply],
    ['confused by what is no HTTP', ({ socket }) => { socket.end('RUBBISH\r\n\r\n'); }],
  ])('that is %s once does not fail a read, and fails a write that is sent exactly once', async (_how, breaking) => {
    upstream.script = inTurn(breaking, succeed);
    const { adapter, observed } = adapterTo(upstream.url);
    expect(await adapter.call('User.get', { _id: 'u1' }, context)).toMatchObject({ method: 'User.get' });
    expect([upstream.received.length, observed.retries]).toEqual([2, 1]);
    upstream.script = inTurn(breaking, succeed);
    expect(await outcomeOf(adapter.call('User.update', { _id: 'u1', user: {} }, context))).toBe('-12 adapter');
    expect([upstream.received.length, observed.retries]).toEqual([3, 1]);
  });

  test('that breaks again is not tried a third time', async () => {
    upstream.script = reset;
    const { adapter } = adapterTo(upstream.url);
    expect(await outcomeOf(adapter.call('User.list', {}, context))).toBe('-12 adapter');
    expect(upstream.received).toHaveLength(2);
  });

  test('is none where an answer came, however bad', async () => {
    upstream.script = (received) => { say(received, '<html>', 500, 'text/html'); };
    const { adapter } = adapterTo(upstream.url);
    expect(await outcomeOf(adapter.call('User.list', {}, context))).toBe('-13 adapter');
    expect(upstream.received).toHaveLength(1);
  });

  test('a method that the contract does not know may write, and is sent once', async () => {
    upstream.script = reset;
    const { adapter } = adapterTo(upstream.url);
    await outcomeOf(adapter.call('Theirs.list', {}, context));
    expect(upstream.received).toHaveLength(1);
  });
});

describe('the circuit breaker', () => {
  const realNow = Date.now;
  let skippedMs = 0;
  beforeEach(() => {
    const startedAt = realNow();
    skippedMs = 0;
    // No time passes but what is skipped, however long a busy machine takes.
    Date.now = () => startedAt + skippedMs;
  });
  afterEach(() => { Date.now = realNow; });

  /** The outcome of a write, told once the breaker has taken note of it too. */
  async function write(adapter: ReturnType<typeof adapterTo>['adapter'], serial = 0, leftMs = timeoutMs): Promise<unknown> {
    const outcome = await outcomeOf(adapter.call('User.delete', { idList: [String(serial)] }, { ...context, startedAt: performance.now() - timeoutMs + leftMs }));
    await new Promise(setImmediate);
    return outcome;
  }

  test.each<[what: string, failing: Script, leftMs: number, outcome: string]>([
    ['connections that break', reset, timeoutMs, '-12 adapter'], ['time-outs', silent, 200, '-11 adapter'],
  ])('opens after five %s in a row, and then sends nothing', async (_what, failing, leftMs, outcome) => {
    const { adapter, observed } = adapterTo(upstream.url, { timeoutMs });
    const fails = async (): Promise<void> => { expect(await write(adapter, 0, leftMs)).toBe(outcome); };
    upstream.script = failing;
    for (let count = 1; count <= 4; count++) await fails();
    upstream.script = succeed;
    expect(await write(adapter)).toMatchObject({ method: 'User.delete' });
    upstream.script = failing;
    for (let count = 1; count <= 5; count++) await fails();
    expect(await write(adapter)).toBe('-13 unsent');
    expect(observed).toMatchObject({ exchanges: 10, breaker: ['open'] });
  });

  test('opens when connections are refused, and probes find that nobody is there', async () => {
    const { adapter, observed } = adapterTo(`http://127.0.0.1:${closedPort}/`);
    for (let count = 1; count <= 6; count++) expect(await write(adapter)).toBe('-13 unsent');
    expect(observed).toMatchObject({ breaker: ['open'], exchanges: 5 });
    await expect(adapter.ping()).rejects.toMatchObject({ source: 'unsent' });
  });

  test('counts no answer as a failure, however bad', async () => {
    upstream.script = (received) => { say(received, '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"x"}}', 500); };
    const { adapter, observed } = adapterTo(upstream.url);
    for (let count = 1; count <= 20; count++) expect(await write(adapter)).toBe('-32603 upstream');
    expect(observed.breaker).toEqual([]);
  });

  test('tries one call after two seconds, and one success closes it', async () => {
    upstream.script = reset;
    const { adapter, observed } = adapterTo(upstream.url);
    for (let count = 1; count <= 5; count++) await write(adapter);
    skippedMs = 1_900;
    expect(await write(adapter)).toBe('-13 unsent');
    const held: Received[] = [];
    upstream.script = (received) => held.push(received);
    skippedMs = 2_001;
    const tried = write(adapter, 1);
    await upstream.hasReceived(6);
    expect(await Promise.all([write(adapter, 2), write(adapter, 3)])).toEqual(['-13 unsent', '-13 unsent']);
    held.forEach(succeed);
    expect(await tried).toMatchObject({ method: 'User.delete' });
    upstream.script = succeed;
    expect(await write(adapter, 4)).toMatchObject({ method: 'User.delete' });
    expect(observed.breaker).toEqual(['open', 'half-open', 'closed']);
  });

  test('opens again when the call that is tried fails, or its caller hangs up', async () => {
    upstream.script = reset;
    const { adapter, observed } = adapterTo(upstream.url);
    for (let count = 1; count <= 5; count++) await write(adapter);
    skippedMs = 2_001;
    expect(await write(adapter)).toBe('-12 adapter');
    expect(await write(adapter)).toBe('-13 unsent');
    upstream.script = silent;
    skippedMs = 4_002;
    const controller = new AbortController();
    const tried = outcomeOf(adapter.call('User.delete', {}, { ...context, signal: controller.signal }));
    await upstream.hasReceived(7);
    controller.abort();
    await tried;
    expect(await write(adapter)).toBe('-13 unsent');
    expect(observed.breaker).toEqual(['open', 'half-open', 'open', 'half-open', 'open']);
  });
});

describe('the bound on calls in flight', () => {
  test('lets some wait and refuses more; whoever gets a turn is answered', async () => {
    const held: Received[] = [];
    upstream.script = (received) => held.push(received);
    const { adapter } = adapterTo(upstream.url);
    const controller = new AbortController();
    const allowed = limits.upstreamCallsInFlight + limits.upstreamCallsWaiting;
    const calls = Array.from({ length: allowed }, (_, serial) => outcomeOf(adapter.call('User.delete', { idList: [String(serial)] }, { ...context, ...(serial === allowed - 1 && { signal: controller.signal }) })));
    expect(await outcomeOf(adapter.call('User.delete', {}, context))).toBe('9999 overloaded');
    // A place in the queue that is left is free again.
    controller.abort();
    expect(await calls.pop()).toBe('-11 adapter');
    const next = adapter.call('User.list', {}, context);
    await upstream.hasReceived(limits.upstreamCallsInFlight);
    expect(upstream.sockets.size).toBe(limits.upstreamCallsInFlight);
    upstream.script = succeed;
    held.forEach(succeed);
    expect((await Promise.all(calls)).every((result) => (result as { method?: string }).method === 'User.delete')).toBe(true);
    expect(await next).toMatchObject({ method: 'User.list' });
    expect(upstream.received).toHaveLength(allowed);
  });
});

describe('an upstream that accepts no connections', () => {
  /** A process of its own, which can be stopped as it stands; its backlog is full with a few connections. Answers with how many it has accepted. */
  const accepting = `let accepted = 0;
const server = require('node:http').createServer((request, response) => response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { accepted } })));
server.on('connection', () => { accepted++; }).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`;
  let child: ChildProcessByStdio<null, Readable, null>;
  beforeEach(() => { child = spawn(process.execPath, ['-e', accepting], { stdio: ['ignore', 'pipe', 'inherit'] }); });
  afterEach(async () => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  });

  test('is not connected to for every call that was given up meanwhile', async () => {
    const [port] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const { adapter } = adapterTo(`http://127.0.0.1:${port.trim()}/`);
    child.kill('SIGSTOP');
    for (let round = 0; round < 8; round++) {
      const caller = new Cancellation();
      const calls = Array.from({ length: limits.upstreamCallsInFlight }, (_, index) => outcomeOf(adapter.call('User.get', { _id: `u${round}-${index}` }, { ...context, signal: caller })));
      await new Promise(setImmediate);
      caller.abort(new Error('The caller is gone.'));
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['-11 adapter']));
    }
    child.kill('SIGCONT');
    const { accepted } = (await adapter.call('User.get', { _id: 'ann' }, context)) as { accepted: number };
    // Of eight times as many. A few connections that were being given up are made once more.
    expect(accepted).toBeLessThan(limits.upstreamCallsInFlight * 2);
  });
});
