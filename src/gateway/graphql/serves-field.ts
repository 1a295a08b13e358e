import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Extensions } from '@nestjs/graphql';
import type { Method } from '../../contract/method.js';
import { effortOfField, type Effort } from './cost.js';

const servedFieldKey = 'servedField';

/**
 * Says which method of the Management API a GraphQL field serves, to which the architecture test holds it, and what it
 * takes to answer it, which is part of the cost of an operation: one call unless it is said.
 */
export function ServesField(method: Method<string, object, object>, effort: Partial<Effort> = { calls: 1 }): MethodDecorator {
  return applyDecorators(SetMetadata(servedFieldKey, method), Extensions({ [effortOfField]: { calls: 0, loads: 0, ...effort } satisfies Effort }));
}

export function servedBy(resolver: object): Method<string, object, object> | undefined {
  return Reflect.getMetadata(servedFieldKey, resolver) as Method<string, object, object> | undefined;
}
