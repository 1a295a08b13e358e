import type { FastifyRequest } from 'fastify';
import type { Allowance } from '../../access/limits/allowance.js';
import { callContextOf } from '../../access/request.js';
import type { CallContext } from '../../contract/management-api.js';
import type { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { createOwnerLoader, type OwnerLoader } from '../users/owner.loader.js';

/** What the resolvers of one operation share. */
export interface OperationContext {
  readonly call: CallContext;
  readonly owners: OwnerLoader;
  readonly allowance: Allowance | undefined;
}

export function operationContext(rpc: RpcAdapterService, request: FastifyRequest): OperationContext {
  const call = callContextOf(request);
  return { call, owners: createOwnerLoader(rpc, call), allowance: request.allowance };
}
