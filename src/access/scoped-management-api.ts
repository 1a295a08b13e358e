import { ManagementApi, type CallContext } from '../contract/management-api.js';
import type { Method } from '../contract/method.js';
import { missingScopes } from '../contract/missing-scopes.js';
import { methods } from '../contract/methods.js';
import { RpcError } from '../contract/rpc-error.js';
import { everyScope } from '../contract/scopes.js';

/**
 * The Management API as a key may use it: what all calls pass, from whichever surface, before anything else is looked
 * at. So a caller without the scope learns neither what is wrong with the parameters nor what exists.
 */
export class ScopedManagementApi extends ManagementApi {
  override readonly isRemote: boolean;

  constructor(readonly api: ManagementApi) {
    super();
    this.isRemote = api.isRemote;
  }

  override async call(name: string, params: unknown, context: CallContext): Promise<unknown> {
    const method = methods.get(name);
    if (method !== undefined) requireScopes(method, params, context);
    // What an upstream knows besides, only a key that may do everything may call; here it is an unknown method to anyone.
    else if (this.isRemote) requireEverything(context);
    return this.api.call(name, params, context);
  }

  override ping(): Promise<void> {
    return this.api.ping();
  }
}

/** @throws RpcError 14 with the scopes that the caller's key lacks for a call, 4 where the key is not meant for it at all. */
export function requireScopes(method: Method<string, object, object>, params: unknown, { caller, readsBack }: Pick<CallContext, 'caller' | 'readsBack'>): void {
  if (caller?.opens === 'the gateway') throw RpcError.of(4);
  refuse(missingScopes(readsBack ?? method, params, caller?.scopes ?? []));
}

/** The same for an operation of the gateway's own. @throws RpcError 14 or 4. */
export function requireOwnScopes(operation: Method<string, object, object>, params: unknown, { caller }: Pick<CallContext, 'caller'>): void {
  if (caller?.opens === 'the Management API') throw RpcError.of(4);
  refuse(missingScopes(operation, params, caller?.scopes ?? []));
}

function requireEverything({ caller }: CallContext): void {
  if (caller?.opens === 'the gateway') throw RpcError.of(4);
  if (caller?.scopes.includes(everyScope) !== true) refuse([everyScope]);
}

function refuse(missing: readonly string[]): void {
  if (missing.length > 0) throw RpcError.of(14, { scopes: missing });
}
