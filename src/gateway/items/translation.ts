import type { ItemRecord } from '../../contract/item.js';
import type { CollectionItemType } from './item.type.js';

/** An item in the shape of the GraphQL schema: the system's properties apart from the own ones. */
export function toItem(collectionName: string, record: ItemRecord): CollectionItemType {
  const { _id, _ownerUserOid, _ownerDeviceOid: _unshown, _createdAt, _updatedAt, _permission, ...data } = record;
  return {
    id: _id, collectionName, createdAt: new Date(_createdAt), updatedAt: new Date(_updatedAt),
    ownerUserOid: _ownerUserOid, permission: _permission, data,
  };
}
