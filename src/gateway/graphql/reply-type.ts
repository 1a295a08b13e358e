import Negotiator from 'negotiator';

export const graphqlResponse = 'application/graphql-response+json';
const replyTypes = ['application/json', graphqlResponse];

/** The media type of a reply (GraphQL over HTTP, section 6.4): undefined where the caller accepts neither. */
export function replyTypeFor(accept: string | undefined): string | undefined {
  return new Negotiator({ headers: { accept: accept ?? '*/*' } }).mediaType(replyTypes);
}
