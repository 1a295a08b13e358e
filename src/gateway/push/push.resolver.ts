import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Device, DeviceIdParams, DeviceListParams, DeviceRegisterParams } from '../../contract/device.js';
import { Push, PushSendParams, PushStatusParams } from '../../contract/push.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import type { OperationContext } from '../graphql/context.js';
import { inTurns } from '../graphql/in-turns.js';
import { nullIfMissing } from '../graphql/null-if-missing.js';
import { ServesField } from '../graphql/serves-field.js';
import { onPage } from '../lists.js';
import { DevicePageType } from './device.type.js';
import { PushStatusType } from './push-status.type.js';
import { toDevice, toStatus } from './translation.js';

@Resolver()
export class PushResolver {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Query(() => PushStatusType, { nullable: true, description: 'How far a push is; null when it does not exist.' })
  @ServesField(Push.status)
  async pushStatus(@Args() args: PushStatusParams, @Context() { call }: OperationContext): Promise<PushStatusType | null> {
    return nullIfMissing(this.rpc.call(Push.status, args, call).then(toStatus));
  }

  @Query(() => DevicePageType, { nullable: true, description: 'Devices, a page at a time.' })
  @ServesField(Device.list)
  async devices(@Args() args: DeviceListParams, @Context() { call }: OperationContext): Promise<DevicePageType> {
    const { items, totalItems } = await this.rpc.call(Device.list, onPage(args), call);
    return { items: inTurns(items.map(toDevice)), totalItems };
  }

  @Mutation(() => [ID], { description: 'Sends a push notification; the ids tell its status.' })
  @ServesField(Push.send)
  async sendPush(@Args('input', { description: 'What to send, and to whom.' }) input: PushSendParams, @Context() { call }: OperationContext): Promise<string[]> {
    return (await this.rpc.call(Push.send, input, call)).queueIdList;
  }

  @Mutation(() => Boolean, { description: 'Registers a device, or renews its registration.' })
  @ServesField(Device.register)
  async registerDevice(@Args('input', { description: 'The device, and how to reach it.' }) input: DeviceRegisterParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(Device.register, input, call);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Forgets a device.' })
  @ServesField(Device.unregister)
  async unregisterDevice(@Args() args: DeviceIdParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(Device.unregister, args, call);
    return true;
  }
}
