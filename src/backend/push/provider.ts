import type { BuildType } from '../../contract/push.js';

/** What is sent, as `Push.send` was given it and as the ledger keeps it. */
export interface MessageContent {
  readonly message: string;
  readonly title?: string | undefined;
  readonly badge?: number | undefined;
  /** `extra_json` as JSON text. */
  readonly extraJson?: string | undefined;
  /** Further fields of FCM's message and of APNs' payload, passed through as they are. */
  readonly fcm?: Readonly<Record<string, unknown>> | undefined;
  readonly apns?: Readonly<Record<string, unknown>> | undefined;
}

/** A message, the same for all of its recipients. */
export interface Message extends MessageContent {
  /** The push's own id: a device or an app can tell by it that it has seen this push before. */
  readonly queueId: string;
  readonly pushProjectId: string;
  readonly buildType: `${BuildType}`;
}

export interface Address {
  /** Secret: it never stands in a log or an error. */
  readonly token: string;
  readonly deviceId: string;
  /** A UUID, the same whenever this push is sent to this device again. */
  readonly messageId: () => string;
}

/** What came of one request to a provider (gateway-api.md, section 7). */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** No device has this token any more. */
  | { readonly kind: 'dead'; readonly reason: string }
  /** Asking again would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs?: number | undefined };

/** Sends one message to one device; never throws, whatever the provider does. */
export type Send = (address: Address) => Promise<Outcome>;

/** Whoever brings messages to devices: FCM, APNs, or the log. */
export interface Provider {
  /** Requests that may be in flight at one time. */
  readonly concurrency: number;
  /** What is the same for all recipients is done once, here. */
  readonly sending: (message: Message) => Send;
  readonly close: () => Promise<void>;
}

export const delivered: Outcome = { kind: 'delivered' };

/** How long one request may take, in milliseconds; after that the connection counts as broken. */
export const requestTimeoutMs = 10_000;

/** A word of a provider's, cut to what a failure needs to be told; it is the provider's text and may be anything. */
export function reasonOf(status: number, word: unknown): string {
  const text = typeof word === 'string' && word !== '' ? word.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200) : 'no reason given';
  return `${status} ${text}`;
}

/** A connection that failed, by its code: its message may hold an address with a token in it. */
export function brokenConnection(error: unknown): Outcome {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return { kind: 'later', reason: `broken connection (${typeof code === 'string' ? code : String(name)})` };
}
