import type { ApolloServerPlugin } from '@apollo/server';
import { retryAfterSeconds } from '../../contract/errors.js';

/** When an operation may be repeated of which a call was not carried out, as on the other surfaces. (The gate tells it itself for the key's own limit.) */
export const tellRetryAfter: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ response }) {
        const { errors = [] } = response.body.kind === 'single' ? response.body.singleResult : {};
        const isOverloaded = errors.some(({ extensions }) => extensions?.['status'] === 503);
        if (isOverloaded) response.http.headers.set('retry-after', String(retryAfterSeconds));
      },
    };
  },
};
