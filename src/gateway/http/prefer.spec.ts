import Fastify, { type LightMyRequestResponse } from 'fastify';
import { asPreferred } from './prefer.js';

const user = { _id: 'u1', age: 32 };
let readings = 0;

/** What a change answers to a `Prefer` header, from a real server without a socket. */
async function changed(prefer: string | undefined, readBack: () => Promise<object> = async () => user): Promise<LightMyRequestResponse> {
  readings = 0;
  const server = Fastify();
  server.patch('/', (request, reply) => asPreferred(request, reply, () => {
    readings++;
    return readBack();
  }));
  return server.inject({ method: 'PATCH', url: '/', headers: prefer === undefined ? {} : { prefer } });
}

test.each([
  'return=representation', 'Return=representation', ' return = representation ', 'return="representation"', 'return=representation; a=b',
  'respond-async, return=representation', 'return=representation,wait=10', 'wait=10,return=representation',
])('a change with Prefer: %s answers the record as it is now, and says so', async (prefer) => {
  const { statusCode, headers, body } = await changed(prefer);
  expect([statusCode, headers['preference-applied'], JSON.parse(body)]).toEqual([200, 'return=representation', user]);
  expect(readings).toBe(1);
});

test.each([
  undefined, '', 'return=minimal', 'return', 'representation', 'return=representations', 'return=', 'no-return=representation', 'x=return=representation', 'returns=representation',
  'foo; return=representation', 'return=minimal, return=representation', 'foo="a, return=representation, b"',
])('a change with Prefer: %s answers nothing, and nothing is read back', async (prefer) => {
  const { statusCode, headers, body } = await changed(prefer);
  expect([statusCode, headers['preference-applied'], body, readings]).toEqual([204, undefined, '', 0]);
});

test('a reading back that fails is no failure of the change', async () => {
  const { statusCode, headers, body } = await changed('return=representation', async () => Promise.reject(new Error('gone')));
  expect([statusCode, headers['preference-applied'], body, readings]).toEqual([204, undefined, '', 1]);
});
