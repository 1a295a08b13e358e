import { usersCollectionsItemsKeys } from './0001-users-collections-items-keys.js';
import { keysThatMayDoLess } from './0002-keys-that-may-do-less.js';
import { devicesPushes } from './0003-devices-pushes.js';
import { rateLimits } from './0004-rate-limits.js';
import { propertyIndexes } from './0005-property-indexes.js';

/** Every migration of a PostgreSQL database, the first one first. A published one is never changed. */
export const postgresMigrations: readonly string[] = [usersCollectionsItemsKeys, keysThatMayDoLess, devicesPushes, rateLimits, propertyIndexes];
