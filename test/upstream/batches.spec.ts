import { limits } from '../../src/contract/limits.js';
import { envelope, resultOf, say, ScriptedUpstream, succeed, type Received, type Script } from '../support/scripted-upstream.js';
import { adapterTo, closeAdapters, context, outcomeOf } from './support.js';

let upstream: ScriptedUpstream;
beforeEach(async () => { upstream = await ScriptedUpstream.start(); });
afterEach(async () => {
  await closeAdapters();
  await upstream.stop();
});

const batching = (key: string | undefined = 'own-key'): ReturnType<typeof adapterTo> => adapterTo(upstream.url, { mayBatch: true, key });
const reads = (adapter: ReturnType<typeof adapterTo>['adapter'], count: number): Promise<unknown[]> =>
  Promise.all(Array.from({ length: count }, (_, serial) => outcomeOf(adapter.call('User.get', { _id: `u${serial}` }, context))));
const users = (count: number): unknown[] => Array.from({ length: count }, (_, serial) => ({ method: 'User.get', params: { _id: `u${serial}` } }));
const sizes = (): string[] => upstream.received.map(({ calls, isBatch }) => (isBatch ? `batch of ${calls.length}` : 'single'));

/** Answers the calls of a batch with what a test makes of their answers. */
function answering(change: (answers: object[], received: Received) => object[]): Script {
  return (received) => {
    if (received.isBatch) say(received, JSON.stringify(change(received.calls.map((call) => envelope(call.id, { result: resultOf(call) })), received)));
    else succeed(received);
  };
}

test('the reads of one turn travel as batches of at most 100, with ids of their own; a single one as a single call with the id 1', async () => {
  const { adapter, observed } = batching();
  expect(await reads(adapter, 250)).toEqual(users(250));
  expect(sizes().sort()).toEqual(['batch of 100', 'batch of 100', 'batch of 50']);
  expect(observed.batches).toEqual([limits.batchCalls, limits.batchCalls, 50]);
  expect(await reads(adapter, 1)).toEqual(users(1));
  expect(upstream.received.at(-1)).toMatchObject({ isBatch: false, calls: [{ id: 1, jsonrpc: '2.0' }] });
});

test('answers are matched by their ids, in whatever order they come', async () => {
  upstream.script = answering((answers) => answers.reverse());
  expect(await reads(batching().adapter, 30)).toEqual(users(30));
});

test('writes travel alone, and calls of different keys apart', async () => {
  const { adapter } = adapterTo(upstream.url, { mayBatch: true, key: undefined });
  await Promise.all(['a', 'b'].flatMap((callerKey) => [
    ...['1', '2', '3'].map((_id) => adapter.call('User.get', { _id }, { ...context, callerKey })), adapter.call('User.delete', { idList: [] }, { ...context, callerKey }),
  ]));
  const seen = upstream.received.map(({ headers, calls, isBatch }) => [headers['x-monaca-backend-management-api-key'], isBatch, calls.map(({ method }) => method).join()]);
  expect(seen.sort()).toEqual([
    ['a', false, 'User.delete'], ['a', true, 'User.get,User.get,User.get'], ['b', false, 'User.delete'], ['b', true, 'User.get,User.get,User.get'],
  ]);
});

test.each<[what: string, change: (answers: object[]) => object[]]>([
  ['missing', ([, ...rest]) => rest],
  ['doubled', (answers) => [...answers, answers[0]!]],
  ['of another version', ([first, ...rest]) => [{ ...first, jsonrpc: '1.0' }, ...rest]],
  ['both a result and an error', ([first, ...rest]) => [{ ...first, error: { code: 1, message: 'x' } }, ...rest]],
  ['given as a text id', ([first, ...rest]) => [{ ...first, id: '1' }, ...rest]],
])('an answer that is %s is a bad answer for that call alone', async (_what, change) => {
  upstream.script = answering(change);
  expect(await reads(batching().adapter, 5)).toEqual(['-12 adapter', ...users(5).slice(1)]);
  expect(sizes()).toEqual(['batch of 5']);
});

test('an error within a batch is the error of its call alone', async () => {
  upstream.script = answering(([first, ...rest]) => [{ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'x' } }, ...rest].filter((answer) => answer !== first));
  expect(await reads(batching().adapter, 3)).toEqual(['-32602 upstream', ...users(3).slice(1)]);
});

test.each<[how: string, refuse: (received: Received) => void]>([
  ['an error about the request', (received) => { say(received, JSON.stringify(envelope(null, { error: { code: -32600, message: 'Invalid Request' } }))); }],
  ['HTML and status 500', (received) => { say(received, '<html>', 500, 'text/html'); }],
  ['the answer to one call only', (received) => { say(received, JSON.stringify(envelope(1, { result: 'OK' }))); }],
])('an upstream that refuses a batch with %s is found out once, and served singly', async (_how, refuse) => {
  upstream.script = (received) => { (received.isBatch ? refuse : succeed)(received); };
  const { adapter } = batching();
  expect(await reads(adapter, 4)).toEqual(users(4));
  expect(await reads(adapter, 3)).toEqual(users(3));
  expect(sizes()).toEqual(['batch of 4', ...Array<string>(7).fill('single')]);
});

test('an upstream that refused a batch is tried again minutes later, and found out once more', async () => {
  const now = performance.now.bind(performance);
  let isRefusing = true;
  upstream.script = (received) => {
    if (received.isBatch && isRefusing) say(received, '<html>', 500, 'text/html');
    else succeed(received);
  };
  const { adapter } = batching();
  const sizesLater = async (minutes: number): Promise<string[]> => {
    upstream.received.length = 0;
    performance.now = () => now() + minutes * 60_000;
    expect(await reads(adapter, 2)).toEqual(users(2));
    return sizes();
  };
  const found = ['batch of 2', 'single', 'single'];
  try {
    expect([await sizesLater(0), await sizesLater(4.9), await sizesLater(5.1), await sizesLater(10)]).toEqual([found, found.slice(1), found, found.slice(1)]);
    isRefusing = false;
    expect([await sizesLater(10.3), await sizesLater(10.4)]).toEqual([['batch of 2'], ['batch of 2']]);
  } finally {
    performance.now = now;
  }
});

test('an upstream that answers nothing properly has not refused batches', async () => {
  upstream.script = (received) => { say(received, '<html>', 502, 'text/html'); };
  const { adapter } = batching();
  expect(await reads(adapter, 2)).toEqual(['-13 adapter', '-13 adapter']);
  upstream.script = succeed;
  expect(await reads(adapter, 2)).toEqual(users(2));
  expect(sizes()).toEqual(['batch of 2', 'single', 'single', 'batch of 2']);
});

test('one error about the key is the answer to every call of the batch, and no refusal of batches', async () => {
  upstream.script = (received) => { say(received, JSON.stringify(envelope(null, { error: { code: 4, message: 'API key invalid' } }))); };
  const { adapter } = batching();
  expect(await reads(adapter, 3)).toEqual(Array(3).fill('4 upstream-key'));
  expect(sizes()).toEqual(['batch of 3']);
});

test('a call that did not fit into the reply to a batch is sent by itself', async () => {
  upstream.script = answering((answers) => answers.map((answer, index) => (index === 1 ? envelope(2, { error: { code: 13, message: 'Invalid operation' } }) : answer)));
  expect(await reads(batching().adapter, 3)).toEqual(users(3));
  expect(sizes()).toEqual(['batch of 3', 'single']);
});

test('replies that are too large together are asked for one by one', async () => {
  upstream.script = (received) => {
    if (received.isBatch) received.response.writeHead(200, { 'Content-Length': limits.replyBytes + 1 }).flushHeaders();
    else succeed(received);
  };
  expect(await reads(batching().adapter, 2)).toEqual(users(2));
});

test('calls whose parameters are large travel in several batches', async () => {
  const { adapter } = batching();
  const bindParams = ['x'.repeat(400_000)];
  await Promise.all([1, 2, 3, 4].map((page) => adapter.call('CollectionItem.list', { collectionName: 'C', page, bindParams }, context)));
  expect(sizes().sort()).toEqual(['batch of 2', 'batch of 2']);
});

test('a batch is cancelled when the last of its callers hangs up, and one who hung up before is not in it', async () => {
  upstream.script = () => undefined;
  const { adapter } = batching();
  const callers = Array.from({ length: 3 }, () => new AbortController());
  const outcomes = callers.map(({ signal }, serial) => outcomeOf(adapter.call('User.get', { _id: `u${serial}` }, { ...context, signal })));
  callers[2]!.abort();
  await upstream.hasReceived(1);
  expect(sizes()).toEqual(['batch of 2']);
  const gone = new Promise((resolve) => upstream.received[0]!.response.once('close', resolve));
  callers[0]!.abort();
  callers[1]!.abort();
  await gone;
  expect(await Promise.all(outcomes)).toEqual(Array(3).fill('-11 adapter'));
});

test('a batch that meets a broken connection is sent once more', async () => {
  let isFirst = true;
  upstream.script = (received) => {
    if (isFirst) received.socket.resetAndDestroy();
    else succeed(received);
    isFirst = false;
  };
  expect(await reads(batching().adapter, 3)).toEqual(users(3));
  expect(sizes()).toEqual(['batch of 3', 'batch of 3']);
});
