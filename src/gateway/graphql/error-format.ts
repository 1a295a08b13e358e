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

/** A problem of an operation as a whole, for Apollo's hooks: what they throw does not come from a resolver. */
export function operationError(problem: ProblemException): GraphQLError {
  const { message, extensions } = graphqlError(problem);
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: problem.getStatus() } } });
}

/**
 * Tells what went wrong in an operation: the error of a call by the error table, a mistake in the operation itself in
 * GraphQL's own words, anything unforeseen as an internal error whose cause only the log gets to see.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const cause = unwrapResolverError(error);
  if (cause instanceof RpcError) return graphqlError(problemFrom(cause, (param, sentence) => graphqlName(cause.method, param, sentence)), place);
  if (cause instanceof ProblemException) return graphqlError(cause, place);
  if (isUnforeseen(error)) return graphqlError(new ProblemException('internal'), place);
  return { ...formatted, extensions: { status: 400, type: '/problems/invalid-params', ...formatted.extensions } };
}

/** Apollo gives every mistake of an operation a code of its own; what a resolver or the schema got wrong has none, or INTERNAL. */
export function isUnforeseen(error: unknown): boolean {
  const cause = unwrapResolverError(error);
  if (cause instanceof RpcError || cause instanceof ProblemException) return false;
  if (!(cause instanceof GraphQLError)) return true;
  return (cause.originalError !== undefined && !(cause.originalError instanceof GraphQLError)) || cause.extensions['code'] === 'INTERNAL_SERVER_ERROR';
}
