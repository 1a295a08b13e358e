import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { CollectionItem, ItemCreateParams, ItemDeleteParams, ItemGetParams, ItemListParams, ItemSetPermissionParams, ItemUpdateParams } from '../../contract/item.js';
import { readingBack } from '../../contract/management-api.js';
import { User } from '../../contract/user.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import { CollectionType } from '../collections/collection.type.js';
import type { OperationContext } from '../graphql/context.js';
import { inTurns } from '../graphql/in-turns.js';
import { nullIfMissing } from '../graphql/null-if-missing.js';
import { ServesField } from '../graphql/serves-field.js';
import { onPage } from '../lists.js';
import { UserType } from '../users/user.type.js';
import { CollectionItemPageType, CollectionItemType } from './item.type.js';
import { toItem } from './translation.js';

/** The fields of a collection that ask for its items. */
@Resolver(() => CollectionType)
export class CollectionItemsResolver {
  constructor(private readonly rpc: RpcAdapterService) {}

  @ResolveField(() => CollectionItemPageType, { nullable: true, description: 'Items, a page at a time.' })
  @ServesField(CollectionItem.list)
  async items(@Parent() { name }: CollectionType, @Args() args: ItemListParams, @Context() { call }: OperationContext): Promise<CollectionItemPageType> {
    const params = { ...onPage(args), collectionName: name };
    const { items, totalItems } = await this.rpc.call(CollectionItem.list, params, call);
    return { items: inTurns(items.map((item) => toItem(name, item))), totalItems };
  }

  @ResolveField(() => CollectionItemType, { nullable: true, description: 'One item; null when it does not exist.' })
  @ServesField(CollectionItem.get)
  async item(@Parent() { name }: CollectionType, @Args() args: ItemGetParams, @Context() { call }: OperationContext): Promise<CollectionItemType | null> {
    const params = { ...args, collectionName: name };
    return nullIfMissing(this.rpc.call(CollectionItem.get, params, call).then(({ item }) => toItem(name, item)));
  }
}

@Resolver(() => CollectionItemType)
export class ItemsResolver {
  constructor(private readonly rpc: RpcAdapterService) {}

  @ResolveField(() => UserType, { nullable: true, description: 'The user who owns it; null when there is none, or none any more.' })
  @ServesField(User.get, { loads: 1 })
  async owner(@Parent() { ownerUserOid }: CollectionItemType, @Context() { owners }: OperationContext): Promise<UserType | null> {
    return ownerUserOid === null ? null : owners.load(ownerUserOid);
  }

  @ResolveField(() => GraphQLJSON, { nullable: true, description: 'One own property; null when it is missing.' })
  value(@Parent() { data }: CollectionItemType, @Args('name', { type: () => String, description: 'Its name.' }) name: string): unknown {
    return Object.hasOwn(data, name) ? data[name] : null;
  }

  @Mutation(() => CollectionItemType, { description: 'Creates an item.' })
  @ServesField(CollectionItem.create)
  async createItem(@Args() args: ItemCreateParams, @Context() { call }: OperationContext): Promise<CollectionItemType> {
    return toItem(args.collectionName, (await this.rpc.call(CollectionItem.create, args, call)).item);
  }

  @Mutation(() => CollectionItemType, { description: 'Adds or changes properties of an item; none is ever deleted.' })
  @ServesField(CollectionItem.update, { calls: 2 })
  async updateItem(@Args() args: ItemUpdateParams, @Context() { call }: OperationContext): Promise<CollectionItemType> {
    await this.rpc.call(CollectionItem.update, args, call);
    return this.read(args, readingBack(call, CollectionItem.update));
  }

  @Mutation(() => Boolean, { description: 'Deletes items; unknown ids are ignored.' })
  @ServesField(CollectionItem.delete)
  async deleteItems(@Args() args: ItemDeleteParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(CollectionItem.delete, args, call);
    return true;
  }

  @Mutation(() => CollectionItemType, { description: 'Replaces the permission of an item.' })
  @ServesField(CollectionItem.setPermission, { calls: 2 })
  async setItemPermission(@Args() args: ItemSetPermissionParams, @Context() { call }: OperationContext): Promise<CollectionItemType> {
    await this.rpc.call(CollectionItem.setPermission, args, call);
    return this.read(args, readingBack(call, CollectionItem.setPermission));
  }

  private async read({ collectionName, _id }: ItemGetParams, call: OperationContext['call']): Promise<CollectionItemType> {
    return toItem(collectionName, (await this.rpc.call(CollectionItem.get, { collectionName, _id }, call)).item);
  }
}
