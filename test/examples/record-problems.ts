import type { ProblemSlug } from '../../src/contract/errors.js';
import { limits } from '../../src/contract/limits.js';
import type { RecordedProblem } from '../../src/gateway/documents/example.js';
import { envelope } from '../support/scripted-upstream.js';
import { clientOf } from '../support/server.js';
import { idOf, Names } from './names.js';
import { finishedPush, narrowKey, type Places } from './places.js';
import { recordHeaders } from './record-headers.js';

const error = (code: number, message: string): string => JSON.stringify(envelope(1, { error: { code, message } }));
const users = '/v1/users';

/** For every problem a request that meets it. */
const met: Readonly<Record<ProblemSlug, (places: Places) => Promise<Response>>> = {
  'not-found': ({ server }) => server.request(`${users}/u${idOf(1)}`),
  'already-exists': async ({ server }) => {
    const create = (): Promise<Response> => server.request('/v1/collections', { body: { _id: 'GameScore' } });
    await create();
    return create();
  },
  'invalid-params': ({ server }) => server.request(`${users}?page=0&itemInPage=5`),
  'method-not-supported': ({ behind }) => behind(error(-32601, 'Method not found'))(users),
  'bad-upstream': ({ behind }) => behind('<h1>It works!</h1>')(users),
  internal: ({ damaged }) => damaged.request(`${users}/u${idOf(1)}`),
  unauthenticated: ({ server }) => fetch(`${server.url}${users}`),
  'upstream-key-refused': ({ behind }) => behind(error(4, 'API key invalid'))(users),
  'invalid-operation': async ({ server }) => server.request(`${await finishedPush(server)}/cancel`, { method: 'POST' }),
  forbidden: async ({ server }) => clientOf(server.url, await narrowKey(server)).request(users),
  'too-many-requests': async ({ strict }) => {
    await strict.request(users);
    return strict.request(users);
  },
  'application-error': ({ behind }) => behind(error(10_001, 'The season is over.'))(users),
  'upstream-unavailable': ({ unreachable }) => unreachable.request(users),
  'upstream-timeout': ({ behind }) => behind(undefined)(users),
  'malformed-body': ({ server }) => server.request(users, { body: '{"username": "ann", ' }),
  'unknown-route': ({ server }) => server.request('/v1/user'),
  'method-not-allowed': ({ server }) => server.request(users, { method: 'DELETE' }),
  'not-acceptable': ({ server }) => server.request(users, { headers: { Accept: 'text/html' } }),
  'too-large': ({ server }) => server.request(users, { body: `"${'x'.repeat(limits.bodyBytes)}"` }),
  'unsupported-media-type': ({ server }) => server.request(users, { body: 'username=ann', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
  overloaded: async ({ server }) => {
    const check = (): Promise<Response> => server.request('/v1/users/verify-password', { body: { username: 'ann', password: 'correct-horse' } });
    const replies = await Promise.all(Array.from({ length: limits.passwordsWaiting * 3 }, check));
    return replies.find(({ status }) => status === 503) ?? replies[0]!;
  },
};

export interface RecordedProblems {
  readonly problems: Record<string, RecordedProblem>;
  readonly headers: Record<string, string>;
}

/** Meets every problem once: how it was told, and the first of every header. */
export async function recordProblems(places: Places): Promise<RecordedProblems> {
  const problems: Record<string, RecordedProblem> = {};
  const headers: Record<string, string> = {};
  for (const [slug, meet] of Object.entries(met)) {
    const names = new Names();
    const reply = await meet(places);
    const body = (await reply.json()) as RecordedProblem;
    if (body.type !== `/problems/${slug}`) throw new Error(`Instead of ${slug} there was ${JSON.stringify(body)}`);
    // What is left of a minute depends on how fast this runs.
    if (slug !== 'too-many-requests') recordHeaders(headers, reply.headers, names);
    problems[slug] = names.show(body);
  }
  return { problems, headers };
}
