import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../../log.js';
import type { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { operationContext } from './context.js';
import { formatError } from './error-format.js';
import { limitCost } from './limit-cost.plugin.js';
import { graphqlLimits } from './limits.js';
import { logUnforeseen } from './log-unforeseen.plugin.js';
import { tellRetryAfter } from './retry-after.plugin.js';
import { statusByMediaType } from './status-by-media-type.plugin.js';

/** How Apollo Server is run. */
export function graphqlOptions(rpc: RpcAdapterService, log: Log): Omit<ApolloDriverConfig, 'driver'> {
  return {
    path: '/graphql',
    autoSchemaFile: true,
    transformSchema: describeRoots,
    graphiql: false,
    introspection: true,
    allowBatchedHttpRequests: false,
    validationOptions: { maxErrors: graphqlLimits.mistakes },
    includeStacktraceInErrorResponses: false,
    preserveHttpStatusForExecutionErrors: false,
    // A page of another origin can send neither header without asking first, which is what the protection is for.
    csrfPrevention: { requestHeaders: ['x-monaca-backend-management-api-key', 'authorization'] },
    context: (request: FastifyRequest) => operationContext(rpc, request),
    formatError,
    plugins: [ApolloServerPluginCacheControlDisabled(), limitCost, statusByMediaType, tellRetryAfter, logUnforeseen(log)],
  };
}

/** Nest has no place to describe the root types. */
function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const roots = [
    [schema.getQueryType(), 'What can be read. Root fields are nullable: one that is forbidden or fails never erases its siblings.'],
    [schema.getMutationType(), 'What can be changed. Fields run one after another, in the order they stand.'],
  ] as const;
  for (const [root, description] of roots) if (root) root.description = description;
  return schema;
}
