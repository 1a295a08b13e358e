import { Controller, Delete, Get, Patch, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readingBack, type CallContext } from '../../contract/management-api.js';
import type { ParamsOf } from '../../contract/method.js';
import { PropertyNamesResult } from '../../contract/list.js';
import { User, UserPage, UserRecord, VerifiedUser } from '../../contract/user.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { onPage } from '../lists.js';
import { asPreferred } from '../http/prefer.js';
import { Context, Params, Serves } from '../http/serves.js';

const path = { id: '_id' };

@Controller('v1/users')
export class UsersController {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Get()
  @Serves(User.list, { operationId: 'listUsers', status: 200, returns: UserPage, isPaged: true })
  list(@Params() params: ParamsOf<typeof User.list>, @Context() context: CallContext): Promise<UserPage> {
    return this.rpc.call(User.list, onPage(params), context);
  }

  @Post()
  @Serves(User.create, { operationId: 'createUser', body: 'fields', status: 201, returns: UserRecord })
  async create(@Params() params: ParamsOf<typeof User.create>, @Context() context: CallContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserRecord> {
    const { user } = await this.rpc.call(User.create, params, context);
    void reply.header('Location', `/v1/users/${encodeURIComponent(user._id)}`);
    return user;
  }

  @Get('property-names')
  @Serves(User.getPropertyNames, { operationId: 'listUserPropertyNames', status: 200, returns: PropertyNamesResult })
  propertyNames(@Params() params: ParamsOf<typeof User.getPropertyNames>, @Context() context: CallContext): Promise<PropertyNamesResult> {
    return this.rpc.call(User.getPropertyNames, params, context);
  }

  @Post('batch-delete')
  @Serves(User.delete, { operationId: 'deleteUsers', body: 'fields', status: 204 })
  async deleteMany(@Params() params: ParamsOf<typeof User.delete>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(User.delete, params, context);
  }

  @Post('verify-password')
  @Serves(User.verifyPassword, { operationId: 'verifyUserPassword', body: 'fields', status: 200, returns: VerifiedUser })
  verifyPassword(@Params() params: ParamsOf<typeof User.verifyPassword>, @Context() context: CallContext): Promise<VerifiedUser> {
    return this.rpc.call(User.verifyPassword, params, context);
  }

  @Get(':id')
  @Serves(User.get, { operationId: 'getUser', path, status: 200, returns: UserRecord })
  async get(@Params() params: ParamsOf<typeof User.get>, @Context() context: CallContext): Promise<UserRecord> {
    return (await this.rpc.call(User.get, params, context)).user;
  }

  @Patch(':id')
  @Serves(User.update, { operationId: 'updateUser', path, body: 'user', status: 200, returns: UserRecord, isPreferable: true })
  async update(
    @Params() params: ParamsOf<typeof User.update>, @Context() context: CallContext,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserRecord | undefined> {
    await this.rpc.call(User.update, params, context);
    return asPreferred(request, reply, () => this.get({ _id: params._id }, readingBack(context, User.update)));
  }

  @Delete(':id')
  @Serves(User.delete, { operationId: 'deleteUser', path: { id: 'idList' }, status: 204 })
  async delete(@Params() params: ParamsOf<typeof User.delete>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(User.delete, params, context);
  }

  @Put(':id/password')
  @Serves(User.setPassword, { operationId: 'setUserPassword', path, body: 'fields', status: 204 })
  async setPassword(@Params() params: ParamsOf<typeof User.setPassword>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(User.setPassword, params, context);
  }
}
