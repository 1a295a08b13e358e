import type { ApolloServerPlugin } from '@apollo/server';
import { ProblemException } from '../http/problem.js';
import type { OperationContext } from './context.js';
import { costOf } from './cost.js';
import { operationError } from './error-format.js';
import { graphqlLimits } from './limits.js';

/** Refuses an operation that asks for too much before it runs. */
export const limitCost: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request: { variables = {} } }) {
        // A name that no operation has is told when it is to run.
        if (operation === undefined) return;
        const { calls, records } = costOf({ schema, document, operation, variables });
        const units = calls + records;
        if (units <= graphqlLimits.cost) return;
        const detail = `The operation costs ${units} units (it may ask for ${records} records in ${calls} calls); at most ${graphqlLimits.cost} are allowed.`;
        throw operationError(new ProblemException('invalid-params', { detail, errors: [{ name: 'query', detail }] }));
      },
    };
  },
};
