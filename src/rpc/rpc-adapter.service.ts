import { Injectable } from '@nestjs/common';
import { ManagementApi, type CallContext } from '../contract/management-api.js';
import type { Method, ParamsOf, ResultOf } from '../contract/method.js';
import { RpcError } from '../contract/rpc-error.js';

/** What the gateway calls: one method of the Management API, typed, wherever it is answered. */
@Injectable()
export class RpcAdapterService {
  constructor(private readonly api: ManagementApi) {}

  /** @throws RpcError that knows which method it was. */
  async call<M extends Method<string, object, object>>(method: M, params: ParamsOf<M>, context: CallContext): Promise<ResultOf<M>> {
    try {
      return (await this.api.call(method.name, params, context)) as ResultOf<M>;
    } catch (error) {
      throw error instanceof RpcError ? error.during(method.name) : error;
    }
  }

  /** Rejects when whoever answers the calls does not answer. */
  ping(): Promise<void> {
    return this.api.ping();
  }
}
