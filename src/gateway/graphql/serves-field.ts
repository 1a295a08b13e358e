import { SetMetadata } from '@nestjs/common';
import type { Method } from '../../contract/method.js';

const servedFieldKey = 'servedField';

/** Says which method of the Management API a GraphQL field serves; the architecture test holds it to that. */
export function ServesField(method: Method<string, object, object>): MethodDecorator {
  return SetMetadata(servedFieldKey, method);
}

export function servedBy(resolver: object): Method<string, object, object> | undefined {
  return Reflect.getMetadata(servedFieldKey, resolver) as Method<string, object, object> | undefined;
}
