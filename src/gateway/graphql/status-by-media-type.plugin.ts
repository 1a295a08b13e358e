import type { ApolloServerPlugin } from '@apollo/server';
import Negotiator from 'negotiator';

const graphqlResponse = 'application/graphql-response+json';
const replyTypes = ['application/json', graphqlResponse];

const mistakesOfAnOperation = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * With `application/json` a well-formed request is answered 200 whatever its operation says, because old clients read
 * the body only then (GraphQL over HTTP, section 6.4.1); Apollo answers 400 for either media type.
 */
export const statusByMediaType: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors }) {
        const accept = request.http?.headers.get('accept');
        const negotiated = new Negotiator({ headers: { accept: accept ?? '*/*' } }).mediaType(replyTypes);
        const isMistake = errors?.every((error) => mistakesOfAnOperation.has(String(error.extensions['code']))) ?? false;
        if (response.http.status === 400 && isMistake && negotiated !== graphqlResponse) response.http.status = 200;
      },
    };
  },
};
