import type { Path } from '../../monaql/ast.js';
import type { Field, FieldResolver } from '../../monaql/fields.js';
import { limits } from '../../contract/limits.js';

/** What a database calls the columns, or makes of them, in which paths of nested objects begin. */
export interface JsonColumns {
  readonly properties: string;
  readonly permission: string;
}

const text = (column: string): Field => ({ kind: 'text', column, isNullable: false });
const integer = (column: string): Field => ({ kind: 'integer', column });

/** `_password` is none: what is kept of it must not be told by what is found or how it is sorted. */
const columnsOfUsers: ReadonlyMap<string, Field> = new Map([
  ['_id', text('id')], ['_username', text('username')], ['_createdAt', integer('created_at')], ['_updatedAt', integer('updated_at')],
]);

const columnsOfItems: ReadonlyMap<string, Field> = new Map([
  ['_id', text('id')],
  ['_ownerUserOid', { kind: 'text', column: 'owner_user', isNullable: true }], ['_ownerDeviceOid', { kind: 'text', column: 'owner_device', isNullable: true }],
  ['_createdAt', integer('created_at')], ['_updatedAt', integer('updated_at')],
]);

const columnsOfDevices: ReadonlyMap<string, Field> = new Map([
  ['_id', text('id')], ['platform', text('platform')], ['buildType', text('build_type')],
  ['userOid', { kind: 'text', column: 'user_oid', isNullable: true }], ['version', { kind: 'text', column: 'version', isNullable: true }],
  ['_createdAt', integer('created_at')], ['_updatedAt', integer('updated_at')],
]);

/** A device has no properties of one's own. */
export const deviceFields: FieldResolver = ([name = '', ...nested]) => (nested.length === 0 ? columnsOfDevices.get(name) : undefined) ?? { kind: 'missing' };

export function userFields({ properties }: Pick<JsonColumns, 'properties'>): FieldResolver {
  return (path) => fieldAt(path, columnsOfUsers, properties, undefined);
}

export function itemFields({ properties, permission }: JsonColumns): FieldResolver {
  return (path) => fieldAt(path, columnsOfItems, properties, permission);
}

function fieldAt(path: Path, columns: ReadonlyMap<string, Field>, properties: string, permission: string | undefined): Field {
  const [name = '', ...nested] = path;
  // A record is itself the first level of its JSON.
  if (path.length > limits.jsonDepth) return { kind: 'missing' };
  if (!name.startsWith('_')) return { kind: 'json', column: properties, path };
  if (name === '_permission' && permission !== undefined) return { kind: 'json', column: permission, path: nested };
  return (nested.length === 0 ? columns.get(name) : undefined) ?? { kind: 'missing' };
}
