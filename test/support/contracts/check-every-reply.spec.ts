import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOfRestReply } from './openapi-replies.js';
import { faultsOfError, faultsOfResult } from './rpc-replies.js';

const json = { 'Content-Type': 'application/json; charset=utf-8', 'X-Request-Id': 'a' };
const problem = { type: '/problems/not-found', title: 'Not found', status: 404, detail: 'Not found.', instance: 'a' };
const faults = (method: string, path: string, status: number, body: unknown, headers: Record<string, string> = json): string[] =>
  faultsOfRestReply(method, path, { status, headers: new Headers(headers), body: body === undefined ? '' : JSON.stringify(body) });

test.each<[what: string, method: string, path: string, status: number, body: unknown, headers?: Record<string, string>]>([
  ['a list', 'GET', '/v1/collections', 200, { items: [{ _id: 'A', isInsertable: false, defaultPublicPermission: 'r' }] }],
  ['a problem', 'GET', '/v1/collections/A', 404, problem, { ...json, 'Content-Type': 'application/problem+json' }],
  ['no body', 'DELETE', '/v1/collections/A', 204, undefined, { 'X-Request-Id': 'a' }],
  ['a method that the path does not know', 'PUT', '/v1/collections', 405, { ...problem, type: '/problems/method-not-allowed', status: 405 }, { 'Content-Type': 'application/problem+json', Allow: 'GET, HEAD, POST' }],
])('%s that is described is borne', (_what, method, path, status, body, headers = json) => {
  expect(faults(method, path, status, body, headers)).toEqual([]);
});

test.each<[what: string, fault: RegExp, method: string, path: string, status: number, body: unknown, headers?: Record<string, string>]>([
  ['a member', /additional properties/, 'GET', '/v1/collections', 200, { items: [], extra: 1 }],
  ['a missing member', /required property 'items'/, 'GET', '/v1/collections', 200, {}],
  ['a value of another kind', /must be boolean/, 'GET', '/v1/collections', 200, { items: [{ _id: 'A', isInsertable: 0, defaultPublicPermission: 'r' }] }],
  ['a status', /status is not described/, 'GET', '/v1/collections', 418, {}],
  ['a header', /header x-secret/, 'GET', '/v1/collections', 200, { items: [] }, { ...json, 'X-Secret': 'a' }],
  ['a type', /type text\/html/, 'GET', '/v1/collections', 200, { items: [] }, { 'Content-Type': 'text/html' }],
  ['a body where there is none', /has a body/, 'DELETE', '/v1/collections/A', 204, {}],
  ['a kind of problem', /must be equal to one of the allowed values/, 'GET', '/v1/collections/A', 404, { ...problem, type: '/problems/other' }, { 'Content-Type': 'application/problem+json' }],
  ['a kind of problem that this operation does not list', /must be equal to one of the allowed values/, 'POST', '/v1/users', 409, { ...problem, type: '/problems/invalid-operation', status: 409 }, { 'Content-Type': 'application/problem+json' }],
  ['a problem of what the path names, where it names nothing', /the problem \/problems\/not-found is not described/, 'GET', '/v1/users', 404, problem, { 'Content-Type': 'application/problem+json' }],
  ['a route', /status is not described/, 'GET', '/v1/nothing', 200, {}],
])('%s that is not described is a fault', (_what, fault, method, path, status, body, headers = json) => {
  expect(faults(method, path, status, body, headers).join()).toMatch(fault);
});

test('a result that is not described is a fault', () => {
  expect(faultsOfResult('Collection.create', 'OK')).toEqual([]);
  expect(faultsOfResult('Collection.create', 'Done').join()).toMatch(/must be equal to constant/);
  expect(faultsOfResult('Nothing.do', 'OK').join()).toMatch(/not described/);
});

test('an error that is not described is a fault', () => {
  const invalid = { code: -32602, message: 'Invalid params', data: { _id: 'User not found.' } };
  expect(faultsOfError('User.get', invalid)).toEqual([]);
  expect(faultsOfError('User.get', { ...invalid, data: ['_id'] }).join()).toMatch(/must be object/);
  expect(faultsOfError('User.get', { ...invalid, message: 'Wrong' }).join()).toMatch(/the message "Wrong" is not described/);
  expect(faultsOfError('User.get', { code: 4, message: 'API key invalid', data: {} }).join()).toMatch(/it has data/);
  expect(faultsOfError('User.get', { code: 13, message: 'Invalid operation' })).toEqual(['User.get: the error 13 is not described']);
  expect(faultsOfError('User.get', { code: 10_001, message: 'an upstream’s own' })).toEqual([]);
});

test('every reply that a test fetches is looked at', async () => {
  const server = createServer((_request, reply) => { reply.setHeader('Content-Type', 'application/json').end('{"jsonrpc":"2.0","id":1,"result":{"items":"none"}}'); });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(fetch(`${url}/v1/collections`)).rejects.toThrow('A reply is not as the contract says. GET /v1/collections, 200:');
  await expect(fetch(`${url}/rpc`, { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"Collection.list"}' })).rejects.toThrow('Collection.list: /items must be array');
  expect(await (await fetch(`${url}/other`)).json()).toMatchObject({ id: 1 });
  server.close();
});
