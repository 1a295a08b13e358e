import type { ApolloServerPlugin } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { graphqlResponse, replyTypeFor } from './reply-type.js';

const mistakesOfAnOperation = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'OPERATION_RESOLUTION_FAILURE',
]);

/** Whether an upstream refused the key that was passed on to it, and nothing else came of the operation. */
function isRefusedKey({ errors = [], data }: FormattedExecutionResult): boolean {
  const hasData = data != null && Object.values(data).some((field) => field !== null);
  return errors.length > 0 && !hasData && errors.every((error) => error.extensions?.['code'] === 'UNAUTHENTICATED');
}

/**
 * A refused key is 401 whoever refused it. With `application/json` a well-formed request is answered 200 whatever its operation says, because old clients read
 * the body only then (GraphQL over HTTP, section 6.4.1); Apollo answers 400 for either media type.
 */
export const statusByMediaType: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors }) {
        const negotiated = replyTypeFor(request.http?.headers.get('accept'));
        const isMistake = errors?.every((error) => mistakesOfAnOperation.has(String(error.extensions['code']))) ?? false;
        if (response.body.kind === 'single' && isRefusedKey(response.body.singleResult)) {
          response.http.status = 401;
          response.http.headers.set('www-authenticate', 'Bearer');
        }
        if (response.http.status === 400 && isMistake && negotiated !== graphqlResponse) response.http.status = 200;
      },
    };
  },
};
