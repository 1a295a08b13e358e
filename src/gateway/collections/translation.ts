import type { CollectionCreateParams, CollectionDefinition } from '../../contract/collection.js';
import type { CollectionType } from './collection.type.js';

/** The definition that a successful creation has made: the Management API answers "OK" and its defaults are known. */
export function definitionOf({ _id, isInsertable, defaultPublicPermission }: CollectionCreateParams): CollectionDefinition {
  // Null counts as absent, which a default of a destructuring would not see.
  return { _id, isInsertable: isInsertable ?? false, defaultPublicPermission: defaultPublicPermission ?? '' };
}

/** A definition in the shape of the GraphQL schema; what an upstream tells besides might bear the names of its fields. */
export function toCollection({ _id, isInsertable, defaultPublicPermission }: CollectionDefinition): CollectionType {
  return { name: _id, isInsertable, defaultPublicPermission };
}
