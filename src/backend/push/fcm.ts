import { Agent, type Dispatcher } from 'undici';
import { retryAfterMs } from '../../contract/retry-after.js';
import { brokenConnection, delivered, reasonOf, requestTimeoutMs, type Message, type Outcome, type Provider } from './provider.js';
import type { RenewableToken } from './renewable-token.js';
import { accessToken, NoTokenError, type ServiceAccount } from './service-account.js';

export interface FcmCredentials {
  readonly projectId: string;
  readonly serviceAccount: ServiceAccount;
  readonly endpoint: string;
}

/** Connections, each with one request in flight. */
const concurrency = 100;
/** Of a refusal no more is read than this. */
const longestReply = 65_536;

/** FCM HTTP v1 (gateway-api.md, section 7). */
export function fcmProvider({ projectId, serviceAccount, endpoint }: FcmCredentials, now: () => number): Provider {
  const http = new Agent({
    connections: concurrency, headersTimeout: requestTimeoutMs, bodyTimeout: requestTimeoutMs, connect: { timeout: requestTimeoutMs }, maxResponseSize: longestReply,
  });
  const token = accessToken(serviceAccount, http, now);
  const { origin, pathname } = new URL(endpoint);
  const target = { origin, path: `${pathname.replace(/\/$/, '')}/v1/projects/${encodeURIComponent(projectId)}/messages:send` };
  return {
    concurrency,
    sending: (message) => {
      const bodyFor = bodyOf(message);
      return ({ token: device }) => post(http, target, token, bodyFor(device), now);
    },
    close: () => http.close(),
  };
}

/** A token the server finds expired is renewed once, within the same try. */
async function post(http: Dispatcher, target: Target, token: RenewableToken, body: string, now: () => number, isRenewed = false): Promise<Outcome> {
  try {
    const bearer = await token.get();
    const reply = await http.request({ ...target, method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }, body });
    if (reply.statusCode === 401 && !isRenewed) {
      await reply.body.dump();
      await token.forget(bearer);
      return await post(http, target, token, body, now, true);
    }
    return await outcomeOf(reply, now);
  } catch (error) {
    return error instanceof NoTokenError ? error.outcome : brokenConnection(error);
  }
}

interface Target {
  readonly origin: string;
  readonly path: string;
}

async function outcomeOf({ statusCode, headers, body }: Dispatcher.ResponseData, now: () => number): Promise<Outcome> {
  if (statusCode === 200) {
    await body.dump();
    return delivered;
  }
  const errorCode = errorCodeOf(await body.text());
  const reason = reasonOf(statusCode, errorCode);
  if (errorCode === 'UNREGISTERED') return { kind: 'dead', reason };
  const after = headers['retry-after'];
  if (statusCode === 429 || statusCode >= 500) return { kind: 'later', reason, retryAfterMs: retryAfterMs(typeof after === 'string' ? after : undefined, now()) };
  return { kind: 'refused', reason };
}

/** FCM's own code stands among the details (FcmError); the status is Google's general one. */
function errorCodeOf(text: string): unknown {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly status?: unknown; readonly details?: unknown } };
    const details = Array.isArray(error?.details) ? (error.details as ({ readonly errorCode?: unknown } | null)[]) : [];
    return details.find((detail) => typeof detail?.errorCode === 'string')?.errorCode ?? error?.status;
  } catch {
    return undefined;
  }
}

/**
 * The request for a device, of which only the token is its own. There is no collapse key, because a device keeps
 * messages of four such keys only; an app can tell a double by its `push_id`.
 */
function bodyOf({ queueId, pushProjectId, message, title, extraJson, fcm }: Message): (token: string) => string {
  const data = { ...objectIn(fcm, 'data'), message, title, push_project_id: pushProjectId, extra_json: extraJson, push_id: queueId };
  const rest = JSON.stringify({ ...fcm, token: undefined, data, android: { priority: 'high', ...objectIn(fcm, 'android') } });
  return (token) => `{"message":{"token":${JSON.stringify(token)},${rest.slice(1)}}`;
}

function objectIn(fields: Message['fcm'], name: string): object {
  const value = fields?.[name];
  return typeof value === 'object' && value !== null ? value : {};
}
