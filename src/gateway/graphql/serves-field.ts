import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Extensions } from '@nestjs/graphql';
import type { Method } from '../../contract/method.js';
import { callsOfField } from './cost.js';

const servedFieldKey = 'servedField';

/**
 * Says which method of the Management API a GraphQL field serves, to which the architecture test holds it, and how many
 * calls it takes, which is part of the cost of an operation.
 */
export function ServesField(method: Method<string, object, object>, { calls = 1 } = {}): MethodDecorator {
  return applyDecorators(SetMetadata(servedFieldKey, method), Extensions({ [callsOfField]: calls }));
}

export function servedBy(resolver: object): Method<string, object, object> | undefined {
  return Reflect.getMetadata(servedFieldKey, resolver) as Method<string, object, object> | undefined;
}
