import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { Log } from '../log.js';
import { RpcAdapterService } from '../rpc/rpc-adapter.service.js';
import { CollectionsModule } from './collections/collections.module.js';
import { DocumentsController } from './documents/documents.controller.js';
import { OpenApi } from './documents/open-api.js';
import { graphqlOptions } from './graphql/options.js';
import { RpcErrorInterceptor } from './http/rpc-error.interceptor.js';
import { ItemsModule } from './items/items.module.js';
import { KeysModule } from './keys/keys.module.js';
import { PagesController } from './pages/pages.controller.js';
import { PushModule } from './push/push.module.js';
import { UsersModule } from './users/users.module.js';

/** REST and GraphQL over the RPC adapter. */
@Module({
  imports: [
    UsersModule,
    CollectionsModule,
    ItemsModule,
    PushModule,
    KeysModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [RpcAdapterService, Log],
      useFactory: (rpc: RpcAdapterService, log: Log) => graphqlOptions(rpc, log),
    }),
  ],
  controllers: [DocumentsController, PagesController],
  providers: [OpenApi, { provide: APP_INTERCEPTOR, useClass: RpcErrorInterceptor }],
})
export class GatewayModule {}
