import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { retryAfterMs } from '../../contract/retry-after.js';
import { ApnsConnection, type ApnsReply } from './apns-connection.js';
import { brokenConnection, delivered, reasonOf, type Address, type Message, type Outcome, type Provider } from './provider.js';
import { RenewableToken } from './renewable-token.js';

export interface ApnsCredentials {
  readonly teamId: string;
  readonly keyId: string;
  readonly key: KeyObject;
  readonly topic: string;
  readonly endpoint: string;
  readonly sandboxEndpoint: string;
}

/** Streams in flight; the server may allow fewer, the others wait then. */
const concurrency = 200;
/** Apple refuses a provider token of more than an hour, and a renewal within 20 minutes. */
const tokenLifeMs = 50 * 60_000;

/** APNs over HTTP/2 with a provider token (gateway-api.md, section 7). */
export function apnsProvider(credentials: ApnsCredentials, now: () => number): Provider {
  const production = new ApnsConnection(credentials.endpoint);
  const sandbox = new ApnsConnection(credentials.sandboxEndpoint);
  const token = new RenewableToken(() => providerToken(credentials, now), now);
  return {
    concurrency,
    sending: (message) => {
      const connection = message.buildType === 'debug' ? sandbox : production;
      const body = bodyOf(message);
      const headers = { 'apns-topic': credentials.topic, 'apns-push-type': 'alert', 'apns-collapse-id': message.queueId };
      return (address) => post(connection, { headers, body, token, now }, address);
    },
    close: async () => { await Promise.all([production.close(), sandbox.close()]); },
  };
}

interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly token: RenewableToken;
  readonly now: () => number;
}

/** A provider token the server finds expired is renewed once, within the same try. */
async function post(connection: ApnsConnection, { headers, body, token, now }: Post, address: Address, isRenewed = false): Promise<Outcome> {
  try {
    const bearer = await token.get();
    const reply = await connection.post(`/3/device/${encodeURIComponent(address.token)}`, {
      ...headers, authorization: `bearer ${bearer}`, 'apns-id': address.messageId(),
    }, body);
    if (reply.status === 403 && reasonIn(reply) === 'ExpiredProviderToken' && !isRenewed) {
      await token.forget(bearer);
      return await post(connection, { headers, body, token, now }, address, true);
    }
    return outcomeOf(reply, now);
  } catch (error) {
    return brokenConnection(error);
  }
}

function outcomeOf(reply: ApnsReply, now: () => number): Outcome {
  const { status, retryAfter } = reply;
  if (status === 200) return delivered;
  const word = reasonIn(reply);
  const reason = reasonOf(status, word);
  if (status === 410 || word === 'BadDeviceToken') return { kind: 'dead', reason };
  if (status === 429 || status >= 500) return { kind: 'later', reason, retryAfterMs: retryAfterMs(retryAfter, now()) };
  return { kind: 'refused', reason };
}

function reasonIn({ text }: ApnsReply): unknown {
  try {
    return (JSON.parse(text) as { readonly reason?: unknown } | null)?.reason;
  } catch {
    return undefined;
  }
}

async function providerToken({ teamId, keyId, key }: ApnsCredentials, now: () => number): Promise<{ token: string; staleAt: number }> {
  const token = await new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId).setIssuedAt(Math.floor(now() / 1_000)).sign(key);
  return { token, staleAt: now() + tokenLifeMs };
}

/** The payload; the caller's own `apns` fields come first, but for what tells the app which push it is. */
function bodyOf({ pushProjectId, message, badge, extraJson, apns }: Message): Buffer {
  const own = apns?.['aps'];
  const aps = { alert: message, badge, ...(typeof own === 'object' ? own : {}) };
  return Buffer.from(JSON.stringify({ ...apns, aps, i: pushProjectId, j: extraJson }));
}
