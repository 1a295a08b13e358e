import type { ApolloServerPlugin } from '@apollo/server';
import { ProblemException } from '../http/problem.js';
import { limitExceeded } from '../http/rate-limit.js';
import type { OperationContext } from './context.js';
import { costOf, type Cost } from './cost.js';
import { operationError } from './error-format.js';
import { graphqlLimits } from './limits.js';

/** Refuses an operation that asks for too much, or for more than its key may still call this minute, before it runs. */
export const limitCost: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, contextValue: { allowance }, request: { variables = {} } }) {
        // A name that no operation has is told when it is to run.
        if (operation === undefined) return;
        const cost = costOf({ schema, document, operation, variables });
        refuseTooLarge(cost);
        // One was taken when the request came in.
        const units = callsPerMinuteOf(cost) - 1;
        if (units > 0 && allowance !== undefined && !(await allowance.take(units))) throw operationError(limitExceeded);
      },
    };
  },
};

/** @throws GraphQLError that says what it costs. */
function refuseTooLarge({ calls, loads, records }: Cost): void {
  const units = calls + loads + records;
  if (units <= graphqlLimits.cost) return;
  const detail = `The operation costs ${units} units (it may ask for ${records} records in ${calls + loads} calls); at most ${graphqlLimits.cost} are allowed.`;
  throw operationError(new ProblemException('invalid-params', { detail, errors: [{ name: 'query', detail }] }));
}

/** As much as the same calls would count over REST or JSON-RPC, where a page is one call however many records it has. */
function callsPerMinuteOf({ calls, loads }: Cost): number {
  return calls + Math.ceil(loads / graphqlLimits.loadsOfOneUnit);
}
