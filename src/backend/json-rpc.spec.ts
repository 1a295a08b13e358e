import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { limits } from '../contract/limits.js';
import { RpcError } from '../contract/rpc-error.js';
import { answerText, refuseText, type RpcRequest } from './json-rpc.js';

/** The examples of the JSON-RPC 2.0 specification, section 7; a reply of null means that there is none. */
const examples = JSON.parse(readFileSync(new URL('../../test/fixtures/jsonrpc20-examples.json', import.meta.url), 'utf8')) as [string, string, string | null][];

const carriedOut: string[] = [];
beforeEach(() => { carriedOut.length = 0; });

/** The methods of those examples, and one that fails in a way of its own. */
async function answer({ method, params }: RpcRequest): Promise<unknown> {
  carriedOut.push(method);
  const given = (params ?? {}) as Readonly<Record<string, number>>;
  switch (method) {
    case 'subtract': return Array.isArray(params) ? Number(params[0]) - Number(params[1]) : Number(given['minuend']) - Number(given['subtrahend']);
    case 'sum': return Object.values(given).map(Number).reduce((total, each) => total + each, 0);
    case 'get_data': return ['hello', 5];
    case 'update': case 'notify_sum': case 'notify_hello': return null;
    case 'refuse': throw RpcError.invalidParams({ name: 'Required.' });
    case 'fail': throw new TypeError('the cause, which is a secret');
    default: throw RpcError.of(-32601);
  }
}

const reply = async (text: string): Promise<unknown> => {
  const answered = await answerText(text, answer);
  return answered === undefined ? undefined : JSON.parse(answered);
};
const request = (members: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'get_data', ...members });
const failure = (id: unknown, code: number, message: string, data?: unknown): object => ({ jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } });
const invalid = failure(null, -32600, 'Invalid Request');
const isRefused = { id: null, error: { code: -32600 } };

test.each(examples)('the example %s of the specification is answered as it says', async (_name, text, expected) => {
  expect(await reply(text)).toEqual(expected === null ? undefined : JSON.parse(expected));
});

test('notifications are carried out in their order although nobody is answered', async () => {
  const text = `[${['update', 'notify_sum', 'fail', 'foobar'].map((method) => JSON.stringify({ jsonrpc: '2.0', method })).join()}]`;
  expect(await answerText(text, answer)).toBeUndefined();
  expect(carriedOut).toEqual(['update', 'notify_sum', 'fail', 'foobar']);
});

test.each([0, '', 1.5, -1, '1', 1, 'ü\u{1F600}', null])('the id %j comes back as it was sent', async (id) => {
  expect(await reply(request({ id }))).toEqual({ jsonrpc: '2.0', id, result: ['hello', 5] });
  expect(await reply(request({ id, method: 'nope' }))).toEqual(failure(id, -32601, 'Method not found'));
});

test.each([
  ['an id that is an object', request({ id: {} })],
  ['an id that is an array', request({ id: [] })],
  ['an id that is a boolean', request({ id: true })],
  ['an id that is no finite number', '{"jsonrpc":"2.0","id":1e400,"method":"get_data"}'],
  ['params that are null', request({ params: null })],
  ['params that are a number', request({ params: 1 })],
  ['params that are a text', request({ params: '{}' })],
  ['no version', request({ jsonrpc: undefined })],
  ['another version', request({ jsonrpc: '1.0' })],
  ['a version that is a number', request({ jsonrpc: 2 })],
  ['no method', request({ method: undefined })],
  ['a method that is a number', request({ method: 1 })],
  ['an invalid request without an id, which is no notification', request({ id: undefined, method: 1 })],
  ['a number', '1'], ['null', 'null'], ['a text', '"get_data"'], ['an empty object', '{}'],
])('%s is an invalid request and runs nothing', async (_what, text) => {
  expect(await reply(text)).toEqual(invalid);
  expect(await reply(`[${text}]`)).toEqual([invalid]);
  expect(carriedOut).toEqual([]);
});

test.each(['', ' ', '\u{FEFF}{}', '{"jsonrpc":"2.0"', "{'a':1}"])('the text %j is a parse error', async (text) => {
  expect(await reply(text)).toEqual(failure(null, -32700, 'Parse error'));
});

test('a batch of the most calls is answered in order, and one call more is refused as a whole', async () => {
  const calls = Array.from({ length: limits.batchCalls }, (_, id) => request({ id }));
  expect(await reply(`[${calls.join()}]`)).toEqual(calls.map((_, id) => ({ jsonrpc: '2.0', id, result: ['hello', 5] })));
  carriedOut.length = 0;
  expect(await reply(`[${[...calls, request({})].join()}]`)).toEqual(invalid);
  expect(carriedOut).toEqual([]);
});

describe('nesting', () => {
  const nested = (levels: number): string => request({ params: [] }).replace('[]', '['.repeat(levels) + ']'.repeat(levels));

  test('goes as deep as the limit, the request itself included', async () => {
    expect(await reply(nested(limits.jsonDepth - 1))).toMatchObject({ id: 1, result: ['hello', 5] });
    expect(await reply(nested(limits.jsonDepth))).toMatchObject(isRefused);
    expect(await reply(`[${nested(limits.jsonDepth - 1)}]`)).toMatchObject(isRefused);
  });

  test('is refused before it can overflow a stack', async () => {
    expect(await reply('['.repeat(1_000_000))).toMatchObject(isRefused);
  });

  test.each(['['.repeat(200), `"${'{'.repeat(200)}`, `\\"${'['.repeat(200)}\\`])('does not count brackets inside the text %j', async (text) => {
    expect(await reply(request({ params: [text], [text]: 1 }))).toMatchObject({ id: 1, result: ['hello', 5] });
  });
});

test('an error of the API is told with its data, and one that nobody foresaw without its cause', async () => {
  expect(await reply(request({ method: 'refuse' }))).toEqual(failure(1, -32602, 'Invalid params', { name: 'Required.' }));
  expect(await reply(request({ method: 'fail' }))).toEqual(failure(1, -32603, 'Internal error'));
});

test.each([
  ['a request', request({ id: 'a' }), 'a'],
  ['a request with an id of 0', request({ id: 0 }), 0],
  ['a notification', request({ id: undefined }), null],
  ['an invalid request', request({ method: 1 }), null],
  ['a batch', `[${request({})}]`, null],
  ['an empty text', '', null],
  ['rubbish', '{"id":1', null],
])('a refusal of %s has its id where there is one to give back', (_what, text, id) => {
  expect(JSON.parse(refuseText(text, RpcError.of(4)))).toEqual(failure(id, 4, 'API key invalid'));
});

describe('whatever the text is', () => {
  const anyUnits = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
  const cutExample = fc.tuple(fc.constantFrom(...examples.map(([, text]) => text)), fc.nat(120)).map(([text, length]) => text.slice(0, length));
  const almostRequest = fc.record({
    jsonrpc: fc.constantFrom<unknown>('2.0', '2.0', '2.0', 2),
    id: fc.oneof(fc.integer(), fc.string(), fc.jsonValue({ maxDepth: 1 })),
    method: fc.constantFrom<unknown>('subtract', 'sum', 'refuse', 'fail', '__proto__', null),
    params: fc.jsonValue({ maxDepth: 2 }),
  }, { requiredKeys: ['jsonrpc', 'method'] });
  const text = fc.oneof(anyUnits, cutExample, fc.json(), fc.oneof(almostRequest, fc.array(almostRequest)).map((value) => JSON.stringify(value)));

  const isEnvelope = (value: unknown): boolean => {
    const { jsonrpc, id, error } = value as Readonly<Record<string, unknown>>;
    const hasId = id === null || typeof id === 'string' || typeof id === 'number';
    return jsonrpc === '2.0' && hasId && Object.keys(value as object).length === 3 && (error === undefined || Number.isInteger((error as RpcError).code));
  };

  test('the answer is none, or JSON of well-formed envelopes', async () => {
    await fc.assert(fc.asyncProperty(text, async (sent) => {
      const answered = await reply(sent);
      const envelopes = answered === undefined ? [] : Array.isArray(answered) ? (answered as unknown[]) : [answered];
      expect(envelopes.filter((each) => !isEnvelope(each))).toEqual([]);
    }), { numRuns: 300 });
  });

  test('a refusal is one well-formed envelope', () => {
    fc.assert(fc.property(text, (sent) => { expect(isEnvelope(JSON.parse(refuseText(sent, RpcError.of(4))))).toBe(true); }));
  });
});

test('the replies of a batch hold little more than one full page together: what comes after is not called', async () => {
  const page = 'x'.repeat(limits.pageBytes / 2);
  let calls = 0;
  const text = await answerText(JSON.stringify(Array.from({ length: 5 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'page' }))), async () => {
    calls++;
    return page;
  });
  const replies = JSON.parse(text ?? '[]') as { error?: { code: number } }[];
  expect([calls, replies.map((reply) => reply.error?.code)]).toEqual([2, [undefined, undefined, 13, 13, 13]]);
});
