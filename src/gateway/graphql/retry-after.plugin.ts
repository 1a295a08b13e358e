import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { retryAfterOf } from '../../contract/errors.js';
import { RpcError } from '../../contract/rpc-error.js';

/**
 * When an operation may be repeated of which a call was refused or not carried out, as on the other surfaces. An
 * operation that is over the key's own limit makes no call: of that the allowance tells.
 */
export const tellRetryAfter: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, errors = [] }) {
        const seconds = errors.map(unwrapResolverError).flatMap((cause) => (cause instanceof RpcError ? (retryAfterOf(cause) ?? []) : []));
        if (seconds.length > 0) response.http.headers.set('retry-after', String(Math.max(...seconds)));
      },
    };
  },
};
