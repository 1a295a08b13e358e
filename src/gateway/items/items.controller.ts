import { Controller, Delete, Get, Patch, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CollectionItem, ItemPage, ItemRecord } from '../../contract/item.js';
import { readingBack, type CallContext } from '../../contract/management-api.js';
import type { ParamsOf } from '../../contract/method.js';
import { permissionSchema, type Permission } from '../../contract/permission.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { asPreferred } from '../http/prefer.js';
import { Context, Params, Serves } from '../http/serves.js';
import { onPage } from '../lists.js';

const inCollection = { name: 'collectionName' };
const item = { name: 'collectionName', id: '_id' };

@Controller('v1/collections/:name/items')
export class ItemsController {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Get()
  @Serves(CollectionItem.list, { operationId: 'listItems', path: inCollection, status: 200, returns: ItemPage, isPaged: true })
  list(@Params() params: ParamsOf<typeof CollectionItem.list>, @Context() context: CallContext): Promise<ItemPage> {
    return this.rpc.call(CollectionItem.list, onPage(params), context);
  }

  @Post()
  @Serves(CollectionItem.create, { operationId: 'createItem', path: inCollection, body: 'item', status: 201, returns: ItemRecord })
  async create(@Params() params: ParamsOf<typeof CollectionItem.create>, @Context() context: CallContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<ItemRecord> {
    const created = (await this.rpc.call(CollectionItem.create, params, context)).item;
    void reply.header('Location', `/v1/collections/${encodeURIComponent(params.collectionName)}/items/${encodeURIComponent(created._id)}`);
    return created;
  }

  @Post('batch-delete')
  @Serves(CollectionItem.delete, { operationId: 'deleteItems', path: inCollection, body: 'fields', status: 204 })
  async deleteMany(@Params() params: ParamsOf<typeof CollectionItem.delete>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(CollectionItem.delete, params, context);
  }

  @Get(':id')
  @Serves(CollectionItem.get, { operationId: 'getItem', path: item, status: 200, returns: ItemRecord })
  async get(@Params() params: ParamsOf<typeof CollectionItem.get>, @Context() context: CallContext): Promise<ItemRecord> {
    return (await this.rpc.call(CollectionItem.get, params, context)).item;
  }

  @Patch(':id')
  @Serves(CollectionItem.update, { operationId: 'updateItem', path: item, body: 'item', status: 200, returns: ItemRecord, isPreferable: true })
  async update(
    @Params() params: ParamsOf<typeof CollectionItem.update>, @Context() context: CallContext,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ItemRecord | undefined> {
    await this.rpc.call(CollectionItem.update, params, context);
    return asPreferred(request, reply, () => this.get({ collectionName: params.collectionName, _id: params._id }, readingBack(context, CollectionItem.update)));
  }

  @Delete(':id')
  @Serves(CollectionItem.delete, { operationId: 'deleteItem', path: { name: 'collectionName', id: 'idList' }, status: 204 })
  async delete(@Params() params: ParamsOf<typeof CollectionItem.delete>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(CollectionItem.delete, params, context);
  }

  @Get(':id/permission')
  @Serves(CollectionItem.getPermission, { operationId: 'getItemPermission', path: item, status: 200, returns: permissionSchema })
  async permission(@Params() params: ParamsOf<typeof CollectionItem.getPermission>, @Context() context: CallContext): Promise<Permission> {
    return (await this.rpc.call(CollectionItem.getPermission, params, context)).permission;
  }

  @Put(':id/permission')
  @Serves(CollectionItem.setPermission, { operationId: 'setItemPermission', path: item, body: 'permission', status: 204 })
  async setPermission(@Params() params: ParamsOf<typeof CollectionItem.setPermission>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(CollectionItem.setPermission, params, context);
  }
}
