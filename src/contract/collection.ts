import { ID } from '@nestjs/graphql';
import { Choice, Flag, Id, RecordOf, RecordsOf, Text } from './field.js';
import { limits } from './limits.js';
import { NoParams, PropertyNamesResult } from './list.js';
import { method } from './method.js';
import { permissionValues, type PermissionValue } from './permission.js';
import { Shape } from './shape.js';

@Shape({ name: 'CollectionDefinition', about: 'What is set for a collection.' })
export class CollectionDefinition {
  @Id({ about: 'The collection’s name.', graphql: false })
  _id!: string;

  @Flag({ about: 'Whether apps may insert; it does not bind the Management API.', graphql: false })
  isInsertable!: boolean;

  @Choice({ about: 'The public permission that new items start with.', of: permissionValues, graphql: false })
  defaultPublicPermission!: PermissionValue;
}

@Shape({ about: 'All collections, ordered by name.' })
export class CollectionList {
  @RecordsOf(() => CollectionDefinition, { about: 'The definitions.', maxItems: limits.collections })
  items!: CollectionDefinition[];
}

@Shape({ about: 'The definition of one collection.' })
export class CollectionConfig {
  @RecordOf(() => CollectionDefinition, { about: 'The definition.' })
  config!: CollectionDefinition;
}

@Shape({ about: 'A new collection.', graphql: { input: 'CreateCollectionInput' } })
export class CollectionCreateParams {
  @Text({
    about: 'The name: a letter, then letters, digits, "_" or "-".', graphql: 'name', example: 'GameScore',
    minLength: 1, maxLength: 64, pattern: /^[A-Za-z][A-Za-z0-9_-]*$/, patternSentence: 'Must be a letter, then letters, digits, "_" or "-".',
  }, () => ID)
  _id!: string;

  @Flag({ about: 'Whether apps may insert.', optional: true, default: false })
  isInsertable?: boolean;

  @Choice({ about: 'The public permission that new items start with.', optional: true, of: permissionValues, default: '' })
  defaultPublicPermission?: PermissionValue;
}

@Shape({ about: 'Which collection.', graphql: 'args' })
export class CollectionNameParams {
  @Id({ about: 'The collection’s name.', graphql: 'name', example: 'GameScore' })
  _id!: string;
}

@Shape({ about: 'What to set for a collection.', graphql: 'args' })
export class CollectionSetConfigParams extends CollectionNameParams {
  @Flag({ about: 'Whether apps may insert.', optional: true })
  isInsertable?: boolean;

  @Choice({ about: 'The public permission that new items start with.', optional: true, of: permissionValues })
  defaultPublicPermission?: PermissionValue;
}

const subjects = ['_id'];
/** Whoever may read the items of a collection may read what they are. */
const partOfItems = { orScope: 'items:read', collectionParam: '_id' } as const;

export const Collection = {
  list: method({ name: 'Collection.list', summary: 'Lists all collections.', params: NoParams, result: CollectionList, scope: 'collections:read' }),
  create: method({ name: 'Collection.create', summary: 'Creates a collection.', params: CollectionCreateParams, result: undefined, scope: 'collections:write', claims: ['_id'], dependsOnState: true }),
  drop: method({ name: 'Collection.drop', summary: 'Drops a collection and its items.', params: CollectionNameParams, result: undefined, scope: 'collections:write', subjects }),
  setConfig: method({ name: 'Collection.setConfig', summary: 'Changes what is set for a collection.', params: CollectionSetConfigParams, result: undefined, scope: 'collections:write', subjects }),
  getConfig: method({ name: 'Collection.getConfig', summary: 'Reads what is set for a collection.', params: CollectionNameParams, result: CollectionConfig, scope: 'collections:read', ...partOfItems, subjects }),
  getPropertyNames: method({ name: 'Collection.getPropertyNames', summary: 'Own property names found in the latest 100 items.', params: CollectionNameParams, result: PropertyNamesResult, scope: 'collections:read', ...partOfItems, subjects }),
} as const;
