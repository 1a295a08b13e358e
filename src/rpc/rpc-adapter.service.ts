import { Injectable } from '@nestjs/common';
import { requireScopes } from '../access/scoped-management-api.js';
import { ManagementApi, type CallContext } from '../contract/management-api.js';
import type { Method, ParamsOf, ResultOf } from '../contract/method.js';
import { readParams, refuse } from '../contract/params.js';
import { fitsResult } from '../contract/result-shape.js';
import { RpcError } from '../contract/rpc-error.js';
import { jsonFault } from '../contract/text.js';

/** What the gateway calls: one method of the Management API, typed, wherever it is answered. */
@Injectable()
export class RpcAdapterService {
  constructor(private readonly api: ManagementApi) {}

  /**
   * Parameters are checked once: by the handlers in this process, or here before they travel. A result that came from
   * elsewhere is checked here.
   *
   * @throws RpcError that knows which method it was.
   */
  async call<M extends Method<string, object, object>>(method: M, params: ParamsOf<M>, context: CallContext): Promise<ResultOf<M>> {
    try {
      if (this.api.isRemote) {
        // First, as everywhere: who may not call is not told what is wrong with the parameters.
        requireScopes(method, params, context);
        checkBeforeSending(method, params);
      }
      const result = await this.api.call(method.name, params, context);
      if (this.api.isRemote && !fitsResult(method, result)) throw RpcError.of(-12, undefined, 'adapter');
      return result as ResultOf<M>;
    } catch (error) {
      throw error instanceof RpcError ? error.during(method.name) : error;
    }
  }

  /** Rejects when whoever answers the calls does not answer. */
  ping(): Promise<void> {
    return this.api.ping();
  }
}

/** The request object and its params are levels of their own: a value in them stands on the third. */
const levelOfValues = 3;

/** @throws RpcError -32602 for what the contract knows to be wrong, and for what only a request would make too deep. */
function checkBeforeSending(method: Method<string, object, object>, params: object): void {
  readParams(method, params);
  const tooDeep = Object.entries(params).flatMap(([name, value]): [string, string][] => {
    const fault = jsonFault(value, levelOfValues);
    return fault === undefined ? [] : [[name, fault]];
  });
  refuse(Object.fromEntries(tooDeep));
}
