import { registerEnumType } from '@nestjs/graphql';
import { Choice, Flag, Id, Integer, JsonArray, JsonObject, RecordsOf, Text, Texts, Timestamp } from './field.js';
import { limits } from './limits.js';
import { method } from './method.js';
import { Shape } from './shape.js';

export enum Platform {
  ANDROID = 'android',
  IOS = 'ios',
}
registerEnumType(Platform, {
  name: 'Platform', description: 'The platform of a device.',
  valuesMap: { ANDROID: { description: 'Reached through FCM.' }, IOS: { description: 'Reached through APNs.' } },
});

export enum BuildType {
  DEBUG = 'debug',
  RELEASE = 'release',
  ADHOC = 'adhoc',
}
registerEnumType(BuildType, {
  name: 'BuildType', description: 'The kind of build an app was installed as.',
  valuesMap: { DEBUG: { description: 'A development build.' }, RELEASE: { description: 'A build from the store.' }, ADHOC: { description: 'A build given to testers.' } },
});

export const platforms = Object.values(Platform);
export const buildTypes = Object.values(BuildType);
const messageLength = 4_096;
/** GraphQL has the fields of the specification only. */
const extension = { isExtension: true, graphql: false } as const;

@Shape({ about: 'A push to send.', graphql: { input: 'SendPushInput' } })
export class PushSendParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;

  @Choice({ about: 'Which devices: Android or iOS.', of: platforms, graphqlType: () => Platform })
  platform!: `${Platform}`;

  @Choice({ about: 'Which builds.', of: buildTypes, graphqlType: () => BuildType })
  buildType!: `${BuildType}`;

  @Choice({ about: 'What receives it.', optional: true, of: ['app'], default: 'app', graphqlDefault: 'app' })
  target?: string;

  @Text({ about: 'Title (Android).', optional: true, maxLength: messageLength })
  title?: string;

  @Text({ about: 'The message.', maxLength: messageLength })
  message!: string;

  @Integer({ about: 'Number shown on the app’s icon (iOS).', optional: true, min: 0, max: 2_147_483_647 })
  badge?: number;

  @JsonObject({ about: 'Further data for the app.', optional: true, graphql: 'extraJson', alias: 'json' })
  extra_json?: Record<string, unknown>;

  @Texts({ about: 'Only devices of these users.', optional: true, maxItems: limits.idListLength })
  userOidList?: string[];

  @Text({ about: 'Only devices of users that match this MonaQL query.', optional: true, maxLength: limits.queryLength })
  userQuery?: string;

  @JsonArray({ about: 'A value for each `?` of the query, in order.', optional: true, maxItems: limits.bindParams })
  userQueryBindParams?: unknown[];

  @Texts({ about: 'Only these devices.', optional: true, maxItems: limits.idListLength })
  deviceIdList?: string[];

  @Integer({ about: 'Not before this time, in milliseconds since the epoch; it goes to the devices registered by then.', optional: true, min: 0, max: Number.MAX_SAFE_INTEGER, ...extension })
  scheduleAt?: number;

  @Flag({ about: 'Only tells how many devices it would go to; nothing is sent.', optional: true, ...extension })
  validateOnly?: boolean;

  @JsonObject({ about: 'Further fields of FCM’s message, such as `notification` or `android.ttl`.', optional: true, ...extension })
  fcm?: Record<string, unknown>;

  @JsonObject({ about: 'Further fields of APNs’ payload, such as `aps.sound`; those given in `aps` come before ours.', optional: true, ...extension })
  apns?: Record<string, unknown>;
}

@Shape({ about: 'The queues a push was put into.' })
export class PushQueues {
  @Texts({ about: 'Opaque ids, for `Push.status`.', maxItems: limits.idListLength, graphql: false })
  queueIdList!: string[];

  @Integer({ about: 'With `validateOnly`: how many devices it would go to.', optional: true, min: 0, max: Number.MAX_SAFE_INTEGER, ...extension })
  numTarget?: number;
}

@Shape({ about: 'Which push.', graphql: 'args' })
export class PushStatusParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;

  @Id({ about: 'The queue id that `Push.send` answered.' })
  queueId!: string;
}

const count = { min: 0, max: Number.MAX_SAFE_INTEGER, graphql: false } as const;

@Shape({ name: 'PushStatus', about: 'How far a push is.' })
export class PushStatusResult {
  @Choice({ about: 'Queued, being pushed, or finished.', of: ['queue', 'push', 'finish'], graphql: false })
  status!: string;

  @Integer({ about: 'How many devices it goes to.', ...count })
  numTarget!: number;

  @Integer({ about: 'How many devices were reached.', ...count })
  numPushed!: number;

  @Integer({ about: 'How many devices could not be reached.', ...count })
  numFailed!: number;

  @Timestamp({ about: 'When it was accepted, in milliseconds since the epoch.' })
  createdAt!: number;

  @Timestamp({ about: 'When sending began, or null.', nullable: true })
  pushStartedAt!: number | null;

  @Timestamp({ about: 'When sending ended, or null.', nullable: true })
  pushFinishedAt!: number | null;
}

export const recipientOutcomes = ['delivered', 'failed', 'waiting'] as const;

@Shape({ about: 'Which recipients of which push.' })
export class PushRecipientsParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;

  @Id({ about: 'The queue id that `Push.send` answered.' })
  queueId!: string;

  @Choice({ about: 'What became of them.', optional: true, of: recipientOutcomes, default: 'failed', graphql: false })
  outcome?: (typeof recipientOutcomes)[number];

  @Integer({ about: 'Which page, from 1.', optional: true, min: 1, max: limits.pageNumber, default: 1, graphql: false })
  page?: number;

  @Integer({ about: 'How many records a page holds.', optional: true, min: 1, max: limits.itemsInPage, default: limits.itemsInPageDefault, graphql: false })
  itemsInPage?: number;
}

@Shape({ name: 'PushRecipient', about: 'A device that a push goes to, and what became of it.' })
export class PushRecipientRecord {
  @Id({ about: 'The device’s id.', graphql: false })
  _id!: string;

  @JsonObject({ about: 'Why it failed, or is put off: the provider’s status and word; null otherwise.', graphql: false, schema: { type: ['string', 'null'], maxLength: limits.idLength } })
  reason!: string | null;

  @Integer({ about: 'How often it was tried.', ...count })
  tries!: number;

  @Timestamp({ about: 'When its outcome was known, or null.', nullable: true })
  settledAt!: number | null;
}

@Shape({ about: 'One page of recipients.' })
export class PushRecipientPage {
  @RecordsOf(() => PushRecipientRecord, { about: 'The recipients of this page.', maxItems: limits.itemsInPage })
  items!: PushRecipientRecord[];

  @Integer({ about: 'How many there are, on all pages together.', ...count })
  totalItems!: number;
}

export const Push = {
  send: method({ name: 'Push.send', summary: 'Sends a push notification.', params: PushSendParams, result: PushQueues, scope: 'push:send', scopesWith: { userQuery: 'users:read' }, subjects: ['pushProjectId'] }),
  status: method({ name: 'Push.status', summary: 'Tells how far a push is.', params: PushStatusParams, result: PushStatusResult, scope: 'push:read', subjects: ['pushProjectId', 'queueId'] }),
  cancel: method({ name: 'Push.cancel', summary: 'Cancels what has not been sent of a push; it counts as failed.', params: PushStatusParams, result: undefined, scope: 'push:send', subjects: ['pushProjectId', 'queueId'], dependsOnState: true, isExtension: true }),
  getRecipients: method({ name: 'Push.getRecipients', summary: 'Lists the recipients of a push by what became of them.', params: PushRecipientsParams, result: PushRecipientPage, scope: 'push:read', subjects: ['pushProjectId', 'queueId'], isExtension: true }),
} as const;
