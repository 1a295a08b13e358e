import { ManagementApi, type CallContext } from '../contract/management-api.js';
import type { Method } from '../contract/method.js';
import { methods } from '../contract/methods.js';
import { readParams, refuse } from '../contract/params.js';
import { fitsResult } from '../contract/result-shape.js';
import { RpcError } from '../contract/rpc-error.js';
import { jsonFault } from '../contract/text.js';

/**
 * Somebody else's Management API, held to the contract both ways: what the contract knows to be wrong never travels, and
 * a result that is none is no answer. It stands behind whoever asks for scopes, counts and takes note of calls, so that
 * what is refused here has passed them, too.
 */
export class CheckedManagementApi extends ManagementApi {
  override readonly isRemote = true;

  constructor(private readonly api: ManagementApi) {
    super();
  }

  override async call(name: string, params: unknown, context: CallContext): Promise<unknown> {
    const method = methods.get(name);
    if (method === undefined || context.isPassedOn === true) return this.api.call(name, params, context);
    checkBeforeSending(method, params);
    const result = await this.api.call(name, params, context);
    if (!fitsResult(method, result)) throw RpcError.of(-12, undefined, 'adapter');
    return result;
  }

  override ping(): Promise<void> {
    return this.api.ping();
  }
}

/** The request object and its params are levels of their own: a value in them stands on the third. */
const levelOfValues = 3;

/** @throws RpcError -32602 for what the contract knows to be wrong, and for what only a request would make too deep. */
function checkBeforeSending(method: Method<string, object, object>, params: unknown): void {
  readParams(method, params);
  const tooDeep = Object.entries(params ?? {}).flatMap(([name, value]): [string, string][] => {
    const fault = jsonFault(value, levelOfValues);
    return fault === undefined ? [] : [[name, fault]];
  });
  refuse(Object.fromEntries(tooDeep));
}
