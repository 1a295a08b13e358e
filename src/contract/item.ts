import { Id, Integer, JsonArray, JsonObject, RecordOf, RecordsOf, Text, Texts, Timestamp } from './field.js';
import { limits } from './limits.js';
import { ListParams } from './list.js';
import { method } from './method.js';
import { permissionFault, permissionSchema, type Permission } from './permission.js';
import { ownProperties, ownPropertiesFault, ownPropertiesSchema, Shape } from './shape.js';

export const itemSystemProperties: ReadonlySet<string> = new Set([
  '_id', '_ownerUserOid', '_ownerDeviceOid', '_createdAt', '_updatedAt', '_permission',
]);

const properties = {
  schema: ownPropertiesSchema(itemSystemProperties),
  passedOver: itemSystemProperties,
  fault: (value: Readonly<Record<string, unknown>>) => ownPropertiesFault(value, itemSystemProperties),
};
const permission = { schema: permissionSchema, fault: permissionFault };
const nullableId = { type: ['string', 'null'], maxLength: limits.idLength };

@Shape({ name: 'Item', about: 'An item of a collection: system properties, and any own ones.', open: ownProperties })
export class ItemRecord {
  @Id({ about: 'Identifier, "i" and a UUID.', graphql: false })
  _id!: string;

  @JsonObject({ about: 'The id of the user who owns it, or null.', graphql: false, schema: nullableId })
  _ownerUserOid!: string | null;

  @JsonObject({ about: 'The id of the device that made it, or null.', graphql: false, schema: nullableId })
  _ownerDeviceOid!: string | null;

  @Timestamp({ about: 'When the item was created, in milliseconds since the epoch.' })
  _createdAt!: number;

  @Timestamp({ about: 'When a property last changed, in milliseconds since the epoch.' })
  _updatedAt!: number;

  @JsonObject({ about: 'Who may read and write it, besides its owner.', graphql: false, schema: permissionSchema })
  _permission!: Permission;

  [ownProperty: string]: unknown;
}

@Shape({ about: 'One page of items.' })
export class ItemPage {
  @RecordsOf(() => ItemRecord, { about: 'The items of this page.', maxItems: limits.itemsInPage })
  items!: ItemRecord[];

  @Integer({ about: 'How many items match, on all pages together.', min: 0, max: Number.MAX_SAFE_INTEGER, graphql: false })
  totalItems!: number;
}

@Shape({ about: 'One item.' })
export class ItemResult {
  @RecordOf(() => ItemRecord, { about: 'The item.' })
  item!: ItemRecord;
}

@Shape({ about: 'The permission of one item.' })
export class PermissionResult {
  @JsonObject({ about: 'Who may read and write it, besides its owner.', graphql: false, schema: permissionSchema })
  permission!: Permission;
}

@Shape({ about: 'Which items to list.', graphql: 'args' })
export class ItemListParams extends ListParams {
  @Id({ about: 'The collection’s name.', graphql: false })
  collectionName!: string;

  @Text({ about: 'A MonaQL query over system and own properties.', optional: true, maxLength: limits.queryLength, example: 'score >= ?' })
  query?: string;

  @JsonArray({ about: 'A value for each `?` of the query, in order.', optional: true, maxItems: limits.bindParams, example: [100] })
  bindParams?: unknown[];
}

/** The item that a field of a collection asks for: there the collection is known from its parent. */
@Shape({ about: 'Which item.', graphql: 'args' })
export class ItemGetParams {
  @Id({ about: 'The collection’s name.', graphql: false })
  collectionName!: string;

  @Id({ about: 'The item’s id.', graphql: 'id' })
  _id!: string;
}

@Shape({ about: 'Which collection.', graphql: 'args' })
export class InCollection {
  @Id({ about: 'The collection’s name.', example: 'GameScore' })
  collectionName!: string;
}

@Shape({ about: 'Which item of which collection.', graphql: 'args' })
export class ItemIdParams extends InCollection {
  @Id({ about: 'The item’s id.', graphql: 'id' })
  _id!: string;
}

@Shape({ about: 'A new item.', graphql: 'args' })
export class ItemCreateParams extends InCollection {
  @JsonObject({ about: 'Own properties; known system properties are dropped.', graphql: 'data', ...properties, example: { player: 'ann', score: 120 } })
  item!: Record<string, unknown>;

  @Id({ about: 'The id of an existing user, who will own the item.', optional: true })
  ownerUserOid?: string;
}

@Shape({ about: 'Changes to an item.', graphql: 'args' })
export class ItemUpdateParams extends ItemIdParams {
  @JsonObject({ about: 'Properties to add or change; system properties are ignored, null stores null.', graphql: 'data', ...properties, example: { score: 140 } })
  item!: Record<string, unknown>;
}

@Shape({ about: 'Which items of which collection.', graphql: 'args' })
export class ItemDeleteParams extends InCollection {
  @Texts({ about: 'Ids of the items; unknown ones are ignored.', maxItems: limits.idListLength, alias: '_idList' })
  idList!: string[];
}

@Shape({ about: 'A new permission for an item.', graphql: 'args' })
export class ItemSetPermissionParams extends ItemIdParams {
  @JsonObject({ about: 'The whole permission; `public` is "" where it is not given.', ...permission, example: { public: 'r' } })
  permission!: Record<string, Permission[string]>;
}

const collection = { collectionParam: 'collectionName', subjects: ['collectionName'] } as const;
const item = { collectionParam: 'collectionName', subjects: ['collectionName', '_id'] } as const;

export const CollectionItem = {
  list: method({ name: 'CollectionItem.list', summary: 'Lists items of a collection.', params: ItemListParams, result: ItemPage, scope: 'items:read', ...collection }),
  create: method({ name: 'CollectionItem.create', summary: 'Creates an item.', params: ItemCreateParams, result: ItemResult, scope: 'items:write', ...collection }),
  get: method({ name: 'CollectionItem.get', summary: 'Reads an item.', params: ItemGetParams, result: ItemResult, scope: 'items:read', ...item }),
  update: method({ name: 'CollectionItem.update', summary: 'Adds or changes properties of an item.', params: ItemUpdateParams, result: undefined, scope: 'items:write', ...item }),
  delete: method({ name: 'CollectionItem.delete', summary: 'Deletes items.', params: ItemDeleteParams, result: undefined, scope: 'items:write', ...collection }),
  getPermission: method({ name: 'CollectionItem.getPermission', summary: 'Reads the permission of an item.', params: ItemIdParams, result: PermissionResult, scope: 'items:read', ...item }),
  setPermission: method({ name: 'CollectionItem.setPermission', summary: 'Replaces the permission of an item.', params: ItemSetPermissionParams, result: undefined, scope: 'items:write', ...item }),
} as const;
