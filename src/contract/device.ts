import { Choice, Id, Integer, JsonObject, RecordsOf, Text, Timestamp } from './field.js';
import { limits } from './limits.js';
import { PageParams } from './list.js';
import { method } from './method.js';
import { BuildType, buildTypes, Platform, platforms } from './push.js';
import { Shape } from './shape.js';

const nullableText = { type: ['string', 'null'], maxLength: limits.idLength };

@Shape({ name: 'Device', about: 'A device that pushes reach; never its token.' })
export class DeviceRecord {
  @Id({ about: 'The device’s id.', graphql: false })
  _id!: string;

  @Choice({ about: 'Android or iOS.', of: platforms, graphql: false })
  platform!: `${Platform}`;

  @Choice({ about: 'The build that runs on it.', of: buildTypes, graphql: false })
  buildType!: `${BuildType}`;

  @JsonObject({ about: 'The user of its last registration, or null.', graphql: false, schema: nullableText })
  userOid!: string | null;

  @JsonObject({ about: 'The app’s version, or null.', graphql: false, schema: nullableText })
  version!: string | null;

  @Timestamp({ about: 'When it was first registered, in milliseconds since the epoch.' })
  _createdAt!: number;

  @Timestamp({ about: 'When it was last registered, in milliseconds since the epoch.' })
  _updatedAt!: number;
}

@Shape({ about: 'One page of devices.' })
export class DevicePage {
  @RecordsOf(() => DeviceRecord, { about: 'The devices of this page.', maxItems: limits.itemsInPage })
  items!: DeviceRecord[];

  @Integer({ about: 'How many devices there are, on all pages together.', min: 0, max: Number.MAX_SAFE_INTEGER, graphql: false })
  totalItems!: number;
}

@Shape({ about: 'Which device of which push project.', graphql: 'args' })
export class DeviceIdParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;

  @Id({ about: 'The device’s id.' })
  deviceId!: string;
}

@Shape({ about: 'A device and how to reach it.', graphql: { input: 'RegisterDeviceInput' } })
export class DeviceRegisterParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;

  @Id({ about: 'The device’s id.' })
  deviceId!: string;

  @Choice({ about: 'Android or iOS.', of: platforms, graphqlType: () => Platform })
  platform!: `${Platform}`;

  @Choice({ about: 'The build that runs on it.', of: buildTypes, graphqlType: () => BuildType })
  buildType!: `${BuildType}`;

  @Text({ about: 'The token that FCM or APNs gave the app.', minLength: 1, maxLength: 4_096 })
  token!: string;

  @Id({ about: 'The user who uses it.', optional: true })
  userOid?: string;

  @Text({ about: 'The app’s version.', optional: true, maxLength: limits.idLength })
  version?: string;
}

@Shape({ about: 'Which devices to list.', graphql: 'args' })
export class DeviceListParams extends PageParams {
  @Id({ about: 'The push project.' })
  pushProjectId!: string;
}

export const Device = {
  register: method({ name: 'Device.register', summary: 'Registers a device, or renews its registration.', params: DeviceRegisterParams, result: undefined, scope: 'devices:write', subjects: ['pushProjectId'], isExtension: true }),
  unregister: method({ name: 'Device.unregister', summary: 'Forgets a device.', params: DeviceIdParams, result: undefined, scope: 'devices:write', subjects: ['pushProjectId', 'deviceId'], isExtension: true }),
  list: method({ name: 'Device.list', summary: 'Lists devices.', params: DeviceListParams, result: DevicePage, scope: 'devices:read', subjects: ['pushProjectId'], isExtension: true }),
} as const;
