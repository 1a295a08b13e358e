import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Dispatcher } from 'undici';
import { retryAfterMs } from '../../contract/retry-after.js';
import { brokenConnection, reasonOf, type Outcome } from './provider.js';
import { RenewableToken, type FreshToken } from './renewable-token.js';

/** What is needed of Google's service account file. */
export interface ServiceAccount {
  readonly clientEmail: string;
  readonly privateKey: KeyObject;
  readonly privateKeyId: string | undefined;
  readonly tokenUri: string;
}

/** Why there is no token, as the outcome of the request that needed it. */
export class NoTokenError extends Error {
  override readonly name = 'NoTokenError';
  constructor(readonly outcome: Outcome) {
    super('There is no access token.');
  }
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging';
const assertionLifeSeconds = 3_600;
/** A token is renewed this long before it expires, so that none expires on its way. */
const marginMs = 60_000;

/**
 * The OAuth access token of a service account (RFC 7523). jose signs; the request is one POST, for which
 * google-auth-library would bring a second HTTP client, and it asks Google whatever the file's `token_uri` says.
 */
export function accessToken(account: ServiceAccount, http: Dispatcher, now: () => number): RenewableToken {
  return new RenewableToken(() => fetchToken(account, http, now), now);
}

async function fetchToken(account: ServiceAccount, http: Dispatcher, now: () => number): Promise<FreshToken> {
  const issuedAt = Math.floor(now() / 1_000);
  const assertion = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(account.privateKeyId !== undefined && { kid: account.privateKeyId }) })
    .setIssuer(account.clientEmail).setAudience(account.tokenUri)
    .setIssuedAt(issuedAt).setExpirationTime(issuedAt + assertionLifeSeconds)
    .sign(account.privateKey);
  const { origin, pathname, search } = new URL(account.tokenUri);
  const reply = await http.request({
    origin, path: `${pathname}${search}`, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
  }).catch((error: unknown) => { throw new NoTokenError(brokenConnection(error)); });
  const { statusCode, headers } = reply;
  const { access_token: token, expires_in: lifeSeconds, error }: Readonly<Record<string, unknown>> = await reply.body.json()
    .then((body): Readonly<Record<string, unknown>> => (typeof body === 'object' && body !== null ? { ...body } : {}), () => ({}));
  if (statusCode === 200 && typeof token === 'string') {
    return { token, staleAt: now() + Math.max(0, (typeof lifeSeconds === 'number' ? lifeSeconds : assertionLifeSeconds) * 1_000 - marginMs) };
  }
  const reason = `no access token: ${reasonOf(statusCode, error)}`;
  const isForGood = statusCode >= 400 && statusCode < 500 && statusCode !== 429;
  const after = headers['retry-after'];
  throw new NoTokenError(isForGood ? { kind: 'refused', reason } : { kind: 'later', reason, retryAfterMs: retryAfterMs(typeof after === 'string' ? after : undefined, now()) });
}
