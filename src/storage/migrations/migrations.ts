import { usersCollectionsItemsKeys } from './0001-users-collections-items-keys.js';
import { keysThatMayDoLess } from './0002-keys-that-may-do-less.js';
import { devicesPushes } from './0003-devices-pushes.js';
import { propertyIndexes } from './0004-property-indexes.js';

/** Every migration, the first one first. A published one is never changed. */
export const migrations: readonly string[] = [usersCollectionsItemsKeys, keysThatMayDoLess, devicesPushes, propertyIndexes];
