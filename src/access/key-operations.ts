import { Key, type CreatedKey, type KeyList } from '../contract/key.js';
import type { CallContext } from '../contract/management-api.js';
import { ok, type Method, type Ok } from '../contract/method.js';
import { RpcError } from '../contract/rpc-error.js';
import { audited, type Audit } from './audit.js';
import type { Creator, KeyAdministration } from './key-administration.js';
import { requireOwnScopes } from './scoped-management-api.js';

type AnyOperation = Method<string, object, object>;

/**
 * What callers may do with the keys of this process, each in the form of a call: the operations of the gateway's own, which no
 * Management API answers. Errors are told as those of calls are, but carry no answer of a Management API.
 */
export class KeyOperations {
  /** Without an administration this process keeps no keys. */
  constructor(private readonly keys: KeyAdministration | undefined, private readonly audit: Audit) {}

  list(params: object, context: CallContext): Promise<KeyList> {
    return this.run(Key.list, params, context, (keys) => keys.list());
  }

  create(params: object, context: CallContext): Promise<CreatedKey> {
    return this.run(Key.create, params, context, (keys, creator) => keys.create(params, creator));
  }

  revoke(params: object, context: CallContext): Promise<Ok> {
    return this.run(Key.revoke, params, context, (keys) => keys.revoke(params).then(() => ok));
  }

  private async run<T>(operation: AnyOperation, params: object, context: CallContext, work: (keys: KeyAdministration, creator: Creator) => Promise<T>): Promise<T> {
    try {
      return await audited(this.audit, operation, params, context, async () => {
        requireOwnScopes(operation, params, context);
        if (context.caller === undefined) throw RpcError.of(4);
        if (this.keys === undefined) throw new RpcError(13, 'This gateway passes keys on and keeps none; administer them at the upstream.');
        return work(this.keys, context.caller);
      });
    } catch (error) {
      throw error instanceof RpcError ? new RpcError(error.code, error.message, error.data, 'adapter', operation.name) : error;
    }
  }
}
