import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import type { Log } from '../../log.js';
import type { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { operationContext } from './context.js';
import { formatError } from './error-format.js';
import { limitCost } from './limit-cost.plugin.js';
import { graphqlLimits } from './limits.js';
import { logUnforeseen } from './log-unforeseen.plugin.js';
import { statusByMediaType } from './status-by-media-type.plugin.js';

/** How Apollo Server is run. */
export function graphqlOptions(rpc: RpcAdapterService, log: Log): Omit<ApolloDriverConfig, 'driver'> {
  return {
    path: '/graphql',
    autoSchemaFile: true,
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
    plugins: [ApolloServerPluginCacheControlDisabled(), limitCost, statusByMediaType, logUnforeseen(log)],
  };
}
