import type { ApolloServerPlugin } from '@apollo/server';
import type { Log } from '../../log.js';
import type { OperationContext } from './context.js';
import { isUnforeseen } from './error-format.js';

/** Logs what nobody foresaw under the id of its request; the caller is told of an internal error only. */
export function logUnforeseen(log: Log): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          for (const err of errors.filter(isUnforeseen)) log.error({ err, reqId: contextValue.call.requestId, traceparent: contextValue.call.traceparent }, 'a resolver failed');
        },
      };
    },
  };
}
