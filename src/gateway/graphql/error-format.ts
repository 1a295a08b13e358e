import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { problems } from '../../contract/errors.js';
import { RpcError } from '../../contract/rpc-error.js';
import { ProblemException, problemBody, problemMembers } from '../http/problem.js';
import { problemFrom } from '../http/rpc-problem.js';
import { graphqlName } from './arguments.js';

/** A problem as a member of GraphQL's `errors` (gateway-api.md, section 5). */
export function graphqlError(problem: ProblemException, place: Pick<GraphQLFormattedError, 'locations' | 'path'> = {}): GraphQLFormattedError {
  const { detail } = problemBody(problem, '');
  const code = problems[problem.slug].graphqlCode ?? problem.slug.toUpperCase().replaceAll('-', '_');
  return { message: String(detail), ...place, extensions: { code, ...problemMembers(problem) } };
}

/**
 * Tells what went wrong in an operation: the error of a call by the error table, a mistake in the operation itself in
 * GraphQL's own words, anything unforeseen as an internal error whose cause only `report` gets to see.
 */
export function formatErrorWith(report: (error: unknown) => void): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const { locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const cause = unwrapResolverError(error);
    if (cause instanceof RpcError) return graphqlError(problemFrom(cause, (param) => graphqlName(cause.method, param)), place);
    if (cause instanceof ProblemException) return graphqlError(cause, place);
    if (cause instanceof GraphQLError && isCallersMistake(cause, formatted)) {
      return { ...formatted, extensions: { ...formatted.extensions, status: 400, type: '/problems/invalid-params' } };
    }
    report(cause);
    return graphqlError(new ProblemException('internal'), place);
  };
}

/** Apollo gives every mistake of an operation a code; what a resolver or the schema itself got wrong is INTERNAL. */
function isCallersMistake(cause: GraphQLError, formatted: GraphQLFormattedError): boolean {
  return (cause.originalError === undefined || cause.originalError instanceof GraphQLError) && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR';
}
