import { Collection } from './collection.js';
import { Device } from './device.js';
import { CollectionItem } from './item.js';
import { Key } from './key.js';
import { NoParams } from './list.js';
import { method, type Method } from './method.js';
import { Push } from './push.js';
import { OpenRpcDocument } from './rpc-discover.js';
import { User } from './user.js';

export const Rpc = {
  discover: method({ name: 'rpc.discover', summary: 'This API as an OpenRPC document.', params: NoParams, result: OpenRpcDocument, scope: 'any', isExtension: true }),
} as const;

const all = [
  ...Object.values(User), ...Object.values(Collection), ...Object.values(CollectionItem),
  ...Object.values(Push), ...Object.values(Device), ...Object.values(Rpc),
];

type AnyMethod = (typeof all)[number];
export type MethodName = AnyMethod['name'];
export type MethodNamed<Name extends MethodName> = Extract<AnyMethod, { readonly name: Name }>;

/** Every method of the Management API, by name. */
export const methods: ReadonlyMap<string, AnyMethod> = new Map(all.map((each) => [each.name, each]));

/** The gateway's own operations, which no Management API answers: REST and GraphQL have them, JSON-RPC has not. */
export const ownOperations: readonly Method<string, object, object>[] = Object.values(Key);

/** Everything that routes and fields may serve, by name. */
export const operations: ReadonlyMap<string, Method<string, object, object>> = new Map([...methods, ...ownOperations.map((each) => [each.name, each] as const)]);
