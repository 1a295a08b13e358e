import type { RecordedRequest } from '../../src/gateway/documents/example.js';
import { OpenApi } from '../../src/gateway/documents/open-api.js';
import { startApp } from '../support/app.js';
import { servedRoutes, type ServedRoute } from '../support/served.js';
import { startServer } from '../support/server.js';
import { stopClock } from './clock.js';
import { Names } from './names.js';
import { answered } from './record-calls.js';
import { recordHeaders } from './record-headers.js';
import { restRequest } from './rest-request.js';
import { story, type Exchange } from './story.js';

interface Route extends ServedRoute {
  readonly operationId: string;
  /** What a client may prefer to have back. */
  readonly preferences: readonly Readonly<Record<string, string>>[];
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const none: Readonly<Record<string, string>> = {};
const representation: Readonly<Record<string, string>> = { Prefer: 'return=representation' };

export interface RecordedRest {
  readonly requests: Record<string, RecordedRequest[]>;
  readonly headers: Record<string, string>;
}

/** Plays the story over REST: what each request was answered, by operation, and the first of every header. */
export async function recordRequests(): Promise<RecordedRest> {
  const routes = await routesOfRest();
  const clock = stopClock();
  const server = await startServer({ RATE_LIMIT_PER_MINUTE: '6000', CORS_ORIGINS: 'https://app.example.com' });
  const names = new Names();
  const requests: Record<string, RecordedRequest[]> = {};
  const headers: Record<string, string> = {};
  const send = async (route: Route, { params, method }: Exchange, preference: Readonly<Record<string, string>>): Promise<Answer> => {
    const { path, body } = names.mean(restRequest(route, params));
    const reply = await server.request(path, { method: route.verb, body, headers: { Origin: 'https://app.example.com', ...preference } });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${route.verb} ${path}, for ${method.name}, was answered ${text}`);
    return { status: reply.status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text) as unknown };
  };
  try {
    for (const exchange of story) {
      if (!exchange.method.isRead) clock.tick();
      for (const route of routes.filter(({ binding }) => binding.method === exchange.method)) {
        for (const preference of route.preferences) {
          const sent = restRequest(route, exchange.params);
          const asked: Exchange = { ...exchange, ...(exchange.until && { until: (answer) => exchange.until!((answer as Answer).body) }) };
          const { status, body, headers: told } = await answered(asked, () => send(route, exchange, preference));
          recordHeaders(headers, told, names);
          (requests[route.operationId] ??= []).push({ name: exchange.name, request: `${route.verb} ${sent.path}`, ...(sent.body !== undefined && { body: sent.body }), status, ...(body !== undefined && { reply: names.show(body) }) });
        }
      }
    }
    return { requests, headers };
  } finally {
    await server.stop();
    clock.goOn();
  }
}

/** Every route that serves a method, as the OpenAPI document calls it. */
async function routesOfRest(): Promise<Route[]> {
  const { nest, stop } = await startApp();
  const { paths } = nest.get(OpenApi, { strict: false }).document();
  const operations = paths as unknown as Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly responses: object }>>>>;
  const routes = servedRoutes(nest).map((route) => {
    const { operationId, responses } = operations[route.path.replace(/:(\w+)/g, '{$1}')]![route.verb.toLowerCase()]!;
    const isPreferable = '200' in responses && '204' in responses;
    return { ...route, operationId, preferences: isPreferable ? [none, representation] : [none] };
  });
  await stop();
  return routes;
}
