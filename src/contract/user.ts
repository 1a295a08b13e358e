import { Id, Integer, JsonArray, JsonObject, RecordOf, RecordsOf, Text, Texts, Timestamp } from './field.js';
import { limits } from './limits.js';
import { ListParams, NoParams, PropertyNamesResult } from './list.js';
import { method } from './method.js';
import { ownProperties, ownPropertiesFault, ownPropertiesSchema, Shape } from './shape.js';

/** The system properties of a user, and `_password`, which is dropped so that a mask can never become a password. */
export const userSystemProperties: ReadonlySet<string> = new Set(['_id', '_username', '_createdAt', '_updatedAt', '_password']);

/** Besides blanks it keeps out what no text may contain: JSON Schema knows only this pattern. */
// eslint-disable-next-line no-control-regex -- U+0000 is what it is about
const textWithoutBlanks = new RegExp('^[^\\s\\u0000\\ud800-\\udfff]*$', 'u');

export const usernameRule = {
  minLength: 1, usualMinLength: 3, maxLength: 255, pattern: textWithoutBlanks, patternSentence: 'Must not contain blanks.',
} as const;
const passwordRule = {
  minLength: 1, usualMinLength: 4, maxLength: 80, pattern: textWithoutBlanks, patternSentence: 'Must not contain blanks.',
} as const;

const properties = {
  schema: ownPropertiesSchema(userSystemProperties),
  passedOver: userSystemProperties,
  fault: (value: Readonly<Record<string, unknown>>) => ownPropertiesFault(value, userSystemProperties),
};

@Shape({ name: 'User', about: 'A user: system properties, and any own ones.', open: ownProperties })
export class UserRecord {
  @Id({ about: 'Identifier, "u" and a UUID.', graphql: false })
  _id!: string;

  @Text({ about: 'Unique name to log in with; case-sensitive.', maxLength: usernameRule.maxLength, graphql: false })
  _username!: string;

  @Timestamp({ about: 'When the user was created, in milliseconds since the epoch.' })
  _createdAt!: number;

  @Timestamp({ about: 'When a property last changed, in milliseconds since the epoch.' })
  _updatedAt!: number;

  [ownProperty: string]: unknown;
}

@Shape({ about: 'One page of users.' })
export class UserPage {
  @RecordsOf(() => UserRecord, { about: 'The users of this page.', maxItems: limits.itemsInPage })
  items!: UserRecord[];

  @Integer({ about: 'How many users match, on all pages together.', min: 0, max: Number.MAX_SAFE_INTEGER, graphql: false })
  totalItems!: number;
}

@Shape({ about: 'One user.' })
export class UserResult {
  @RecordOf(() => UserRecord, { about: 'The user.' })
  user!: UserRecord;
}

@Shape({ about: 'The user whose name and password fit, or null.' })
export class VerifiedUser {
  @RecordOf(() => UserRecord, { about: 'The user, or null when name and password do not fit.', nullable: true })
  user!: UserRecord | null;
}

@Shape({ about: 'Which users to list.', graphql: 'args' })
export class UserListParams extends ListParams {
  @Text({ about: 'Only users whose name or id contains this text, in any case.', optional: true, maxLength: limits.nameFilterLength })
  nameFilter?: string;

  @Text({ about: 'A MonaQL query over system and own properties.', optional: true, maxLength: limits.queryLength, graphql: 'query', example: 'age > ?' })
  userQuery?: string;

  @JsonArray({ about: 'A value for each `?` of the query, in order.', optional: true, maxItems: limits.bindParams, graphql: 'bindParams', example: [20] })
  userQueryBindParams?: unknown[];
}

@Shape({ about: 'A new user.', graphql: { input: 'CreateUserInput' } })
export class UserCreateParams {
  @Text({ about: 'Unique name to log in with; case-sensitive, no blanks.', ...usernameRule, example: 'ann' })
  username!: string;

  @Text({ about: 'Password, stored only as a hash; no blanks.', ...passwordRule, example: 'correct-horse' })
  password!: string;

  @JsonObject({ about: 'Own properties.', optional: true, ...properties, example: { age: 31 } })
  properties?: Record<string, unknown>;
}

@Shape({ about: 'Which user.', graphql: 'args' })
export class UserIdParams {
  @Id({ about: 'The user’s id.', graphql: 'id' })
  _id!: string;
}

@Shape({ about: 'Changes to a user.' })
export class UserUpdateParams extends UserIdParams {
  @JsonObject({ about: 'Properties to add or change; `_username` renames; null stores null.', graphql: false, ...properties, example: { age: 32 } })
  user!: Record<string, unknown>;
}

@Shape({ about: 'Which users.', graphql: 'args' })
export class UserDeleteParams {
  @Texts({ about: 'Ids of the users; unknown ones are ignored.', maxItems: limits.idListLength, alias: '_idList' })
  idList!: string[];
}

@Shape({ about: 'A new password for a user.', graphql: 'args' })
export class UserSetPasswordParams extends UserIdParams {
  @Text({ about: 'The new password; no blanks.', ...passwordRule, example: 'correct-horse' })
  password!: string;
}

@Shape({ about: 'A name and a password to check.', graphql: 'args' })
export class UserVerifyPasswordParams {
  @Text({ about: 'The user’s name.', maxLength: usernameRule.maxLength, example: 'ann' })
  username!: string;

  @Text({ about: 'The password to check.', maxLength: passwordRule.maxLength, example: 'correct-horse' })
  password!: string;
}

export const User = {
  list: method({ name: 'User.list', summary: 'Lists users.', params: UserListParams, result: UserPage, scope: 'users:read' }),
  create: method({ name: 'User.create', summary: 'Creates a user.', params: UserCreateParams, result: UserResult, scope: 'users:write', claims: ['username'] }),
  get: method({ name: 'User.get', summary: 'Reads a user.', params: UserIdParams, result: UserResult, scope: 'users:read', subjects: ['_id'] }),
  update: method({ name: 'User.update', summary: 'Adds or changes properties of a user.', params: UserUpdateParams, result: undefined, scope: 'users:write', subjects: ['_id'], claims: ['user'] }),
  delete: method({ name: 'User.delete', summary: 'Deletes users.', params: UserDeleteParams, result: undefined, scope: 'users:write' }),
  setPassword: method({ name: 'User.setPassword', summary: 'Sets a user’s password.', params: UserSetPasswordParams, result: undefined, scope: 'users:write', subjects: ['_id'], isExtension: true }),
  verifyPassword: method({ name: 'User.verifyPassword', summary: 'Checks a user’s name and password.', params: UserVerifyPasswordParams, result: VerifiedUser, scope: 'users:verify', isExtension: true }),
  getPropertyNames: method({ name: 'User.getPropertyNames', summary: 'Own property names found in the latest 100 users.', params: NoParams, result: PropertyNamesResult, scope: 'users:read' }),
} as const;
