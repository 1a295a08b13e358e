import { Controller, Delete, Get, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Collection, CollectionDefinition, CollectionList } from '../../contract/collection.js';
import { PropertyNamesResult } from '../../contract/list.js';
import type { CallContext } from '../../contract/management-api.js';
import type { ParamsOf } from '../../contract/method.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { Context, Params, Serves } from '../http/serves.js';
import { definitionOf } from './translation.js';

const path = { name: '_id' };

@Controller('v1/collections')
export class CollectionsController {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Get()
  @Serves(Collection.list, { operationId: 'listCollections', status: 200, returns: CollectionList })
  list(@Params() params: ParamsOf<typeof Collection.list>, @Context() context: CallContext): Promise<CollectionList> {
    return this.rpc.call(Collection.list, params, context);
  }

  @Post()
  @Serves(Collection.create, { operationId: 'createCollection', body: 'fields', status: 201, returns: CollectionDefinition })
  async create(@Params() params: ParamsOf<typeof Collection.create>, @Context() context: CallContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<CollectionDefinition> {
    await this.rpc.call(Collection.create, params, context);
    void reply.header('Location', `/v1/collections/${params._id}`);
    return definitionOf(params);
  }

  @Get(':name')
  @Serves(Collection.getConfig, { operationId: 'getCollection', path, status: 200, returns: CollectionDefinition })
  async get(@Params() params: ParamsOf<typeof Collection.getConfig>, @Context() context: CallContext): Promise<CollectionDefinition> {
    return (await this.rpc.call(Collection.getConfig, params, context)).config;
  }

  @Patch(':name')
  @Serves(Collection.setConfig, { operationId: 'configureCollection', path, body: 'fields', status: 204 })
  async configure(@Params() params: ParamsOf<typeof Collection.setConfig>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(Collection.setConfig, params, context);
  }

  @Delete(':name')
  @Serves(Collection.drop, { operationId: 'dropCollection', path, status: 204 })
  async drop(@Params() params: ParamsOf<typeof Collection.drop>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(Collection.drop, params, context);
  }

  @Get(':name/property-names')
  @Serves(Collection.getPropertyNames, { operationId: 'listItemPropertyNames', path, status: 200, returns: PropertyNamesResult })
  propertyNames(@Params() params: ParamsOf<typeof Collection.getPropertyNames>, @Context() context: CallContext): Promise<PropertyNamesResult> {
    return this.rpc.call(Collection.getPropertyNames, params, context);
  }
}
