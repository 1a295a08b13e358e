import 'reflect-metadata';
import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { Method } from '../../src/contract/method.js';
import { servedBy } from '../../src/gateway/graphql/serves-field.js';
import type { RestBinding } from '../../src/gateway/http/rest-binding.js';
import { restBindingOf } from '../../src/gateway/http/serves.js';

export interface ServedRoute {
  readonly verb: string;
  /** With segments as `:name`. */
  readonly path: string;
  readonly binding: RestBinding;
}

export interface ServedField {
  /** The type it is a field of. */
  readonly of: string;
  readonly name: string;
  readonly method: Method;
}

/** Every route that names the method it serves. */
export function servedRoutes(app: INestApplicationContext): ServedRoute[] {
  return decorated(app, 'controllers').flatMap(({ owner, member }) => {
    const binding = restBindingOf(member);
    if (binding === undefined) return [];
    const [base, path] = [owner, member].map((each) => String(Reflect.getMetadata('path', each)));
    const verb = RequestMethod[Reflect.getMetadata('method', member) as RequestMethod];
    return [{ verb, path: `/${base!}/${path!}`.replace(/\/+/g, '/').replace(/\/$/, ''), binding }];
  });
}

/** Every GraphQL field that names the method it serves. */
export function servedFields(app: INestApplicationContext): ServedField[] {
  return decorated(app, 'providers').flatMap(({ owner, member }) => {
    const method = servedBy(member);
    if (method === undefined) return [];
    const [root, type] = [member, owner].map((each) => Reflect.getMetadata('graphql:resolver_type', each) as string | undefined);
    return [{ of: root ?? type ?? '', name: member.name, method }];
  });
}

function decorated(app: INestApplicationContext, kind: 'controllers' | 'providers'): { owner: object; member: { readonly name: string } }[] {
  return [...app.get(ModulesContainer).values()].flatMap((module) => [...module[kind].values()].flatMap(({ metatype }) => {
    const prototype = typeof metatype === 'function' ? (metatype.prototype as object | undefined) : undefined;
    if (prototype === undefined || typeof metatype !== 'function') return [];
    return Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(({ value }: PropertyDescriptor) => (typeof value === 'function' ? [{ owner: metatype, member: value as { readonly name: string } }] : []));
  }));
}
