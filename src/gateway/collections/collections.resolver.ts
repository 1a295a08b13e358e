import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Collection, CollectionCreateParams, CollectionNameParams, CollectionSetConfigParams } from '../../contract/collection.js';
import { readingBack } from '../../contract/management-api.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import type { OperationContext } from '../graphql/context.js';
import { nullIfMissing } from '../graphql/null-if-missing.js';
import { ServesField } from '../graphql/serves-field.js';
import { CollectionType } from './collection.type.js';
import { definitionOf, toCollection } from './translation.js';

@Resolver(() => CollectionType)
export class CollectionsResolver {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Query(() => [CollectionType], { nullable: true, description: 'All collections, ordered by name.' })
  @ServesField(Collection.list)
  async collections(@Context() { call }: OperationContext): Promise<CollectionType[]> {
    return (await this.rpc.call(Collection.list, {}, call)).items.map(toCollection);
  }

  @Query(() => CollectionType, { nullable: true, description: 'One collection; null when it does not exist.' })
  @ServesField(Collection.getConfig)
  async collection(@Args() args: CollectionNameParams, @Context() { call }: OperationContext): Promise<CollectionType | null> {
    return nullIfMissing(this.read(args, call));
  }

  @ResolveField(() => [String], { nullable: true, description: 'Own property names found in the latest 100 items.' })
  @ServesField(Collection.getPropertyNames)
  async propertyNames(@Parent() { name }: CollectionType, @Context() { call }: OperationContext): Promise<string[]> {
    return (await this.rpc.call(Collection.getPropertyNames, { _id: name }, call)).names;
  }

  @Mutation(() => CollectionType, { description: 'Creates a collection.' })
  @ServesField(Collection.create)
  async createCollection(@Args('input', { description: 'The collection to create.' }) input: CollectionCreateParams, @Context() { call }: OperationContext): Promise<CollectionType> {
    await this.rpc.call(Collection.create, input, call);
    return toCollection(definitionOf(input));
  }

  @Mutation(() => CollectionType, { description: 'Changes what is set for a collection.' })
  @ServesField(Collection.setConfig, { calls: 2 })
  async configureCollection(@Args() args: CollectionSetConfigParams, @Context() { call }: OperationContext): Promise<CollectionType> {
    await this.rpc.call(Collection.setConfig, args, call);
    return this.read({ _id: args._id }, readingBack(call, Collection.setConfig));
  }

  @Mutation(() => Boolean, { description: 'Drops a collection and its items.' })
  @ServesField(Collection.drop)
  async dropCollection(@Args() args: CollectionNameParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(Collection.drop, args, call);
    return true;
  }

  private async read(params: CollectionNameParams, call: OperationContext['call']): Promise<CollectionType> {
    return toCollection((await this.rpc.call(Collection.getConfig, params, call)).config);
  }
}
