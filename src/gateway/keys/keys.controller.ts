import { Controller, Delete, Get, Header, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { KeyOperations } from '../../access/key-operations.js';
import { CreatedKey, Key, KeyList } from '../../contract/key.js';
import type { CallContext } from '../../contract/management-api.js';
import type { ParamsOf } from '../../contract/method.js';
import { Context, Params, Serves } from '../http/serves.js';

@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: KeyOperations) {}

  @Get()
  @Serves(Key.list, { operationId: 'listKeys', status: 200, returns: KeyList })
  list(@Params() params: ParamsOf<typeof Key.list>, @Context() context: CallContext): Promise<KeyList> {
    return this.keys.list(params, context);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @Serves(Key.create, { operationId: 'createKey', body: 'fields', status: 201, returns: CreatedKey })
  async create(@Params() params: ParamsOf<typeof Key.create>, @Context() context: CallContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<CreatedKey> {
    const created = await this.keys.create(params, context);
    void reply.header('Location', `/v1/keys/${created.name}`);
    return created;
  }

  @Delete(':name')
  @Serves(Key.revoke, { operationId: 'revokeKey', path: { name: 'name' }, status: 204 })
  async revoke(@Params() params: ParamsOf<typeof Key.revoke>, @Context() context: CallContext): Promise<void> {
    await this.keys.revoke(params, context);
  }
}
