import { applyDecorators, createParamDecorator, HttpCode, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { callContextOf } from '../../access/request.js';
import { requireScopes } from '../../access/scoped-management-api.js';
import type { CallContext } from '../../contract/management-api.js';
import type { Method } from '../../contract/method.js';
import { RpcError } from '../../contract/rpc-error.js';
import { describeOperation, type OperationAnswer } from './open-api-operation.js';
import { namedParamsOf, paramsOf } from './request-params.js';
import type { RestBinding } from './rest-binding.js';

interface Route extends OperationAnswer {
  /** The operation's name in the OpenAPI document, from which generators make the names of functions. */
  readonly operationId: string;
  readonly path?: RestBinding['path'];
  readonly body?: string;
}

const bindingKey = 'restBinding';

/** Says which method of the Management API a route serves, where its parameters stand, and what it answers. */
export function Serves(method: Method<string, object, object>, { operationId, path = {}, body, ...answer }: Route): MethodDecorator {
  const binding: RestBinding = { method, path, body };
  return applyDecorators(SetMetadata(bindingKey, binding), RouteConfig({ isPaged: answer.isPaged }), HttpCode(answer.status), describeOperation(binding, operationId, answer));
}

export function restBindingOf(handler: object): RestBinding | undefined {
  return Reflect.getMetadata(bindingKey, handler) as RestBinding | undefined;
}

/** The parameters of the call that a request asks for. */
export const Params = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const binding = restBindingOf(context.getHandler());
  if (binding === undefined) throw new Error(`${context.getHandler().name} has no @Serves`);
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  try {
    return paramsOf(binding, request);
  } catch (error) {
    requireScopesFirst(binding, request);
    throw error;
  }
});

/** Who may not make the call is not told what is wrong with the request for it. @throws RpcError 14 or 4. */
function requireScopesFirst(binding: RestBinding, request: FastifyRequest): void {
  try {
    requireScopes(binding.method, namedParamsOf(binding, request), callContextOf(request));
  } catch (error) {
    throw error instanceof RpcError ? error.during(binding.method.name) : error;
  }
}

/** What goes along with the calls of a request. */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): CallContext =>
  callContextOf(context.switchToHttp().getRequest<FastifyRequest>()));
