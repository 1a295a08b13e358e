import fc from 'fast-check';
import { errorRules, faultsOf, problemOf, problems, ruleFor, type ProblemSlug } from './errors.js';
import { fieldsOf } from './facts.js';
import { methods } from './methods.js';
import { RpcError, type RpcErrorSource } from './rpc-error.js';

const sources: RpcErrorSource[] = ['embedded', 'upstream', 'upstream-key', 'adapter', 'unsent', 'overloaded'];
const sent = sources.filter((source) => source !== 'unsent' && source !== 'overloaded');
const notEmbedded = sent.filter((source) => source !== 'embedded');
const slugOf = (code: number, { source, data, method }: { source?: RpcErrorSource; data?: unknown; method?: string } = {}): ProblemSlug =>
  problemOf(new RpcError(code, 'Anything', data, source, method));

/** Every slug with its status and GraphQL code, as gateway-api.md, section 5 lists them. What is published stays. */
const published: [ProblemSlug, number, string | undefined][] = [
  ['not-found', 404, 'NOT_FOUND'], ['already-exists', 409, 'CONFLICT'], ['invalid-params', 400, 'BAD_USER_INPUT'],
  ['method-not-supported', 501, 'NOT_SUPPORTED'], ['bad-upstream', 502, 'BAD_UPSTREAM'], ['internal', 500, 'INTERNAL'],
  ['unauthenticated', 401, 'UNAUTHENTICATED'], ['upstream-key-refused', 502, 'BAD_UPSTREAM'], ['invalid-operation', 409, 'CONFLICT'],
  ['forbidden', 403, 'FORBIDDEN'], ['too-many-requests', 429, 'TOO_MANY_REQUESTS'], ['application-error', 422, 'APPLICATION_ERROR'],
  ['upstream-unavailable', 503, 'UPSTREAM_UNAVAILABLE'], ['upstream-timeout', 504, 'UPSTREAM_TIMEOUT'], ['malformed-body', 400, undefined],
  ['unknown-route', 404, undefined], ['method-not-allowed', 405, undefined], ['not-acceptable', 406, undefined],
  ['too-large', 413, undefined], ['unsupported-media-type', 415, undefined], ['overloaded', 503, 'OVERLOADED'],
];

test.each(published)('the problem %s has status %i and the GraphQL code %s', (slug, status, graphqlCode) => {
  expect(problems[slug]).toMatchObject({ status, graphqlCode });
});

test('there is no problem beside the published ones, and each has a title of its own', () => {
  expect(Object.keys(problems).sort()).toEqual(published.map(([slug]) => slug).sort());
  expect(new Set(Object.values(problems).map(({ title }) => title)).size).toBe(published.length);
});

test('only what may pass by itself is worth another try', () => {
  const retryable = Object.entries(problems).filter(([, { isRetryable }]) => isRetryable).map(([slug]) => slug);
  expect(retryable.sort()).toEqual(['bad-upstream', 'overloaded', 'too-many-requests', 'upstream-timeout', 'upstream-unavailable']);
});

test.each<[cause: string, codes: readonly number[], sources: readonly RpcErrorSource[], slug: ProblemSlug]>([
  ['anything that was surely not sent', [-32602, -32603, -13, 4, 0, 9999, 10_000], ['unsent'], 'upstream-unavailable'],
  ['anything that was kept back because too much waited', [-32602, -32603, -13, 4, 0, 9999, 10_000], ['overloaded'], 'overloaded'],
  ['a method that is not found', [-32601], sent, 'method-not-supported'],
  ['no request, no JSON', [-32700, -32600], sent, 'bad-upstream'],
  ['an internal error of an upstream', [-32603], notEmbedded, 'bad-upstream'],
  ['an internal error of the embedded API', [-32603], ['embedded'], 'internal'],
  ['a wrong key of the caller', [4], ['embedded', 'upstream'], 'unauthenticated'],
  ['a wrong key of the gateway', [4], ['upstream-key'], 'upstream-key-refused'],
  ['a session or login that is missing', [10, 11], sent, 'unauthenticated'],
  ['a device id that is missing', [12], sent, 'invalid-params'],
  ['an invalid operation', [13], sent, 'invalid-operation'],
  ['a permission that is missing', [14, -14], sent, 'forbidden'],
  ['a call limit', [9999], sent, 'too-many-requests'],
  ['an error of an application', [10_000, 10_001, 2_147_483_647], sent, 'application-error'],
  ['a deadline that passed', [-11], sent, 'upstream-timeout'],
  ['an answer that is none', [-12, -13], sent, 'bad-upstream'],
  ['a server error of JSON-RPC', [-32_000, -32_099], sent, 'bad-upstream'],
  ['a code that nobody knows', [0, 1, -1, 3, 5, 9, 15, 9998, -10, -15, -32_100, -32_604], sent, 'bad-upstream'],
])('%s (%j, found by %j) is %s', (_cause, codes, from, slug) => {
  const found = codes.flatMap((code) => from.map((source) => slugOf(code, { source })));
  expect(new Set(found)).toEqual(new Set([slug]));
});

test.each<[string, unknown, ProblemSlug]>([
  ['the subject is not found', { collectionName: 'Collection not found.' }, 'not-found'],
  ['the subject is not found, in other words', { collectionName: 'NOT FOUND: Scores' }, 'not-found'],
  ['the subject is one of two that are not found', { ownerUserOid: 'User not found.', collectionName: 'Collection not found.' }, 'not-found'],
  ['what is not found is no subject', { ownerUserOid: 'User not found.' }, 'invalid-params'],
  ['something exists already', { anything: 'Collection already exists.' }, 'already-exists'],
  ['a word only looks like it', { collectionName: 'Was knot founded.', other: 'It already existsed.' }, 'invalid-params'],
  ['there are other sentences', { collectionName: 'Must be a string.' }, 'invalid-params'],
  ['there is no data', undefined, 'invalid-params'],
  ['data is a text', 'Collection not found.', 'invalid-params'],
  ['data is null', null, 'invalid-params'],
  ['a sentence is no text', { collectionName: ['Collection not found.'] }, 'invalid-params'],
])('wrong parameters, when %s, tell whether that is a 404, a 409 or a 400', (_when, data, slug) => {
  for (const source of sent) expect(slugOf(-32602, { source, data, method: 'CollectionItem.create' })).toBe(slug);
});

const aboutCalls = ['_id', 'collectionName', 'pushProjectId', 'queueId', 'deviceId'];
const namesWhatIsMade = ['Collection.create _id', 'Device.register deviceId'];

test.each([...methods.values()])('"not found" is a 404 of $name under what the call is about, and under nothing else', ({ name: method, params }) => {
  for (const { name } of fieldsOf(params)) {
    const isAboutIt = aboutCalls.includes(name) && !namesWhatIsMade.includes(`${method} ${name}`);
    expect([name, slugOf(-32602, { method, data: { [name]: 'Thing not found.' } })]).toEqual([name, isAboutIt ? 'not-found' : 'invalid-params']);
  }
});

test('every problem that is no finding of the gateway itself can come of a call', () => {
  const gatewayOnly: ProblemSlug[] = ['malformed-body', 'unknown-route', 'method-not-allowed', 'not-acceptable', 'too-large', 'unsupported-media-type'];
  const data = [undefined, { _id: 'User not found.' }, { username: 'Username already exists.' }];
  const codes = [-32602, ...Array.from({ length: 40 }, (_, index) => index - 20), -32603, -32601, 9_999, 10_000];
  const found = codes.flatMap((code) => sources.flatMap((source) => data.map((each) => slugOf(code, { source, data: each, method: 'User.get' }))));
  expect([...new Set(found), ...gatewayOnly].sort()).toEqual(Object.keys(problems).sort());
});

test('every rule decides about some error, and every error has a rule that does', () => {
  const codes = errorRules.map(({ code }) => (typeof code === 'number' ? code : Math.max(code[0], -32_050)));
  const error = fc.tuple(
    fc.oneof(fc.constantFrom(...codes), fc.integer()), fc.constantFrom(...sources),
    fc.constantFrom(undefined, null, { _id: 'User not found.' }, { username: 'Username already exists.' }, { page: 'Odd.' }),
    fc.constantFrom('User.get', 'User.create', 'Nobody.knows'),
  ).map(([code, source, data, method]) => new RpcError(code, 'Anything', data, source, method));
  const deciding = new Set(fc.sample(error, 5_000).map(ruleFor));
  expect(errorRules.filter((rule) => !deciding.has(rule))).toEqual([]);
  expect(deciding).not.toContain(undefined);
});

test('whatever the code, the data and the finder, it is one of the problems', () => {
  const anyCode = fc.oneof(fc.integer(), fc.integer({ min: -33_000, max: -31_000 }), fc.integer({ min: -20, max: 20 }), fc.constantFrom(9_998, 9_999, 10_000));
  fc.assert(fc.property(anyCode, fc.constantFrom(...sources), fc.jsonValue(), fc.option(fc.constantFrom(...methods.keys(), 'Nobody.knows'), { nil: undefined }), (code, source, data, method) => {
    expect(Object.keys(problems)).toContain(slugOf(code, { source, data, ...(method !== undefined && { method }) }));
  }), { numRuns: 1_000 });
});

test('the faults of an error are the sentences of its data, and only codes that name parameters have any', () => {
  const data = { page: 'Must be an integer.', other: 1, deep: { x: 'y' } };
  expect(faultsOf(RpcError.of(-32602, data))).toEqual([['page', 'Must be an integer.']]);
  expect(faultsOf(RpcError.of(13, data))).toEqual([['page', 'Must be an integer.']]);
  expect([RpcError.of(14, data), RpcError.of(-32602), RpcError.of(-32602, null), RpcError.of(-32602, 'page')].flatMap(faultsOf)).toEqual([]);
});
