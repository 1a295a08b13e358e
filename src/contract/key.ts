import { ID } from '@nestjs/graphql';
import { readAddressRange } from './address-range.js';
import { durationPattern, durationSentence, readDuration } from './duration.js';
import { Id, RecordsOf, Text, Texts, Timestamp } from './field.js';
import { limits } from './limits.js';
import { NoParams } from './list.js';
import { method } from './method.js';
import { grantFault, grantPattern } from './scopes.js';
import { Shape } from './shape.js';

const nameRule = {
  minLength: 1, maxLength: 64, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, patternSentence: 'Must be letters, digits, ".", "_" or "-", and begin with a letter or digit.',
} as const;
const scopesRule = { minItems: 1, maxItems: limits.scopesOfKey, elements: { pattern: grantPattern }, fault: grantFault } as const;
const cidrsRule = {
  maxItems: limits.cidrsOfKey,
  fault: (text: string) => (readAddressRange(text) === undefined ? `${JSON.stringify(text.slice(0, 80))} is no range of addresses, such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7.` : undefined),
} as const;

@Shape({ name: 'Key', about: 'What is known of an API key; never the key itself.' })
export class KeyRecord {
  @Id({ about: 'Its name, unique among live keys.', graphql: false })
  name!: string;

  @Texts({ about: 'What it may do.', graphql: false, ...scopesRule })
  scopes!: string[];

  @Texts({ about: 'Ranges of addresses it may come from; none: any address.', graphql: false, ...cidrsRule })
  cidrs!: string[];

  @Timestamp({ about: 'When it was created, in milliseconds since the epoch.' })
  createdAt!: number;

  @Timestamp({ about: 'When it ends, or null: never.', nullable: true })
  expiresAt!: number | null;

  @Timestamp({ about: 'When it was last used, up to a minute behind, or null: not yet.', nullable: true })
  lastUsedAt!: number | null;
}

@Shape({ about: 'All keys that are not revoked, ordered by name; expired ones too.' })
export class KeyList {
  @RecordsOf(() => KeyRecord, { about: 'The keys.', maxItems: limits.keys })
  items!: KeyRecord[];
}

@Shape({ about: 'A key that was just created: the only time that the key itself is shown.' })
export class CreatedKey extends KeyRecord {
  @Text({ about: 'The key. Only its SHA-256 is stored: it cannot be shown again.', minLength: 1, maxLength: 128, pattern: /^[A-Za-z0-9_-]+$/, graphql: false })
  key!: string;
}

@Shape({ about: 'A new API key. It can be given nothing that the key which creates it has not.', graphql: { input: 'CreateKeyInput' } })
export class KeyCreateParams {
  @Text({ about: 'A name, unique among live keys.', ...nameRule, example: 'ci' }, () => ID)
  name!: string;

  @Texts({ about: 'What it may do: scopes, such as `items:read`, `items:read:GameScore`, or `*` for everything.', ...scopesRule, example: ['items:read:GameScore'] }, () => [String])
  scopes!: string[];

  @Texts({ about: 'Ranges of addresses it may come from; none: any address.', optional: true, ...cidrsRule, example: ['10.0.0.0/8'] }, () => [String])
  cidrs?: string[];

  @Text({
    about: 'How long it lives: a number and a unit, s, m, h or d; without it, until it is revoked.', optional: true, example: '90d',
    maxLength: 16, pattern: new RegExp(durationPattern), patternSentence: durationSentence, fault: (text) => (readDuration(text) === undefined ? durationSentence : undefined),
  })
  expires?: string;
}

@Shape({ about: 'Which key.', graphql: 'args' })
export class KeyNameParams {
  @Id({ about: 'The key’s name.', example: 'ci' })
  name!: string;
}

/** A gateway that passes keys on keeps none: there all of it is forbidden. */
const administration = { scope: 'keys:admin', dependsOnState: true } as const;

/** What is done with the keys of the server that is asked: no methods of the Management API, but declared as those are. */
export const Key = {
  list: method({ name: 'Key.list', summary: 'Lists the API keys.', params: NoParams, result: KeyList, ...administration }),
  create: method({ name: 'Key.create', summary: 'Creates an API key, and shows it this once.', params: KeyCreateParams, result: CreatedKey, ...administration, claims: ['name'] }),
  revoke: method({ name: 'Key.revoke', summary: 'Revokes an API key: it stops working at once.', params: KeyNameParams, result: undefined, ...administration, subjects: ['name'] }),
} as const;
