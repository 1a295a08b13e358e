import { Controller, Delete, Get, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Device, DevicePage } from '../../contract/device.js';
import type { CallContext } from '../../contract/management-api.js';
import type { ParamsOf } from '../../contract/method.js';
import { Push, PushQueues, PushRecipientPage, PushStatusResult } from '../../contract/push.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { Context, Params, Serves } from '../http/serves.js';
import { onPage } from '../lists.js';

const project = { pushProjectId: 'pushProjectId' };
const queue = { ...project, queueId: 'queueId' };
const device = { ...project, deviceId: 'deviceId' };

@Controller('v1/push/:pushProjectId')
export class PushController {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Post('notifications')
  @Serves(Push.send, { operationId: 'sendPush', path: project, body: 'fields', status: 202, returns: PushQueues })
  async send(@Params() params: ParamsOf<typeof Push.send>, @Context() context: CallContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<PushQueues> {
    const queues = await this.rpc.call(Push.send, params, context);
    void reply.header('Location', `/v1/push/${encodeURIComponent(params.pushProjectId)}/notifications/${encodeURIComponent(queues.queueIdList[0] ?? '')}`);
    return queues;
  }

  @Get('notifications/:queueId')
  @Serves(Push.status, { operationId: 'getPushStatus', path: queue, status: 200, returns: PushStatusResult })
  status(@Params() params: ParamsOf<typeof Push.status>, @Context() context: CallContext): Promise<PushStatusResult> {
    return this.rpc.call(Push.status, params, context);
  }

  @Post('notifications/:queueId/cancel')
  @Serves(Push.cancel, { operationId: 'cancelPush', path: queue, status: 204 })
  async cancel(@Params() params: ParamsOf<typeof Push.cancel>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(Push.cancel, params, context);
  }

  @Get('notifications/:queueId/recipients')
  @Serves(Push.getRecipients, { operationId: 'listPushRecipients', path: queue, status: 200, returns: PushRecipientPage, isPaged: true })
  recipients(@Params() params: ParamsOf<typeof Push.getRecipients>, @Context() context: CallContext): Promise<PushRecipientPage> {
    return this.rpc.call(Push.getRecipients, onPage(params), context);
  }

  @Get('devices')
  @Serves(Device.list, { operationId: 'listDevices', path: project, status: 200, returns: DevicePage, isPaged: true })
  devices(@Params() params: ParamsOf<typeof Device.list>, @Context() context: CallContext): Promise<DevicePage> {
    return this.rpc.call(Device.list, onPage(params), context);
  }

  @Put('devices/:deviceId')
  @Serves(Device.register, { operationId: 'registerDevice', path: device, body: 'fields', status: 204 })
  async register(@Params() params: ParamsOf<typeof Device.register>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(Device.register, params, context);
  }

  @Delete('devices/:deviceId')
  @Serves(Device.unregister, { operationId: 'unregisterDevice', path: device, status: 204 })
  async unregister(@Params() params: ParamsOf<typeof Device.unregister>, @Context() context: CallContext): Promise<void> {
    await this.rpc.call(Device.unregister, params, context);
  }
}
