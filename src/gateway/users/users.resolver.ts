import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON, GraphQLJSONObject } from 'graphql-scalars';
import { readingBack } from '../../contract/management-api.js';
import { User, UserCreateParams, UserDeleteParams, UserIdParams, UserListParams, UserSetPasswordParams, UserVerifyPasswordParams } from '../../contract/user.js';
import { RpcAdapterService } from '../../rpc/rpc-adapter.service.js';
import type { OperationContext } from '../graphql/context.js';
import { inTurns } from '../graphql/in-turns.js';
import { nullIfMissing } from '../graphql/null-if-missing.js';
import { ServesField } from '../graphql/serves-field.js';
import { onPage } from '../lists.js';
import { toUser, userChanges } from './translation.js';
import { UserPageType, UserType } from './user.type.js';

@Resolver(() => UserType)
export class UsersResolver {
  constructor(private readonly rpc: RpcAdapterService) {}

  @Query(() => UserPageType, { nullable: true, description: 'Users, a page at a time.' })
  @ServesField(User.list)
  async users(@Args() args: UserListParams, @Context() { call }: OperationContext): Promise<UserPageType> {
    const { items, totalItems } = await this.rpc.call(User.list, onPage(args), call);
    return { items: inTurns(items.map(toUser)), totalItems };
  }

  @Query(() => UserType, { nullable: true, description: 'One user; null when it does not exist.' })
  @ServesField(User.get)
  async user(@Args() args: UserIdParams, @Context() { call }: OperationContext): Promise<UserType | null> {
    return nullIfMissing(this.read(args, call));
  }

  @Query(() => [String], { nullable: true, description: 'Own property names found in the latest 100 users.' })
  @ServesField(User.getPropertyNames)
  async userPropertyNames(@Context() { call }: OperationContext): Promise<string[]> {
    return (await this.rpc.call(User.getPropertyNames, {}, call)).names;
  }

  @ResolveField(() => GraphQLJSON, { nullable: true, description: 'One own property; null when it is missing.' })
  property(@Parent() user: UserType, @Args('name', { type: () => String, description: 'Its name.' }) name: string): unknown {
    return Object.hasOwn(user.properties, name) ? user.properties[name] : null;
  }

  @Mutation(() => UserType, { description: 'Creates a user.' })
  @ServesField(User.create)
  async createUser(@Args('input', { description: 'The user to create.' }) input: UserCreateParams, @Context() { call }: OperationContext): Promise<UserType> {
    return toUser((await this.rpc.call(User.create, input, call)).user);
  }

  @Mutation(() => UserType, { description: 'Adds or changes properties of a user; none is ever deleted.' })
  @ServesField(User.update, { calls: 2 })
  async updateUser(
    @Args() { _id }: UserIdParams,
    @Args('username', { type: () => String, nullable: true, description: 'A new name to log in with.' }) username: string | null | undefined,
    @Args('properties', { type: () => GraphQLJSONObject, nullable: true, description: 'Own properties to add or change.' }) properties: Record<string, unknown> | null | undefined,
    @Context() { call }: OperationContext,
  ): Promise<UserType> {
    await this.rpc.call(User.update, { _id, user: userChanges(username, properties) }, call);
    return this.read({ _id }, readingBack(call, User.update));
  }

  @Mutation(() => Boolean, { description: 'Deletes users; unknown ids are ignored.' })
  @ServesField(User.delete)
  async deleteUsers(@Args() args: UserDeleteParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(User.delete, args, call);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Sets a user’s password.' })
  @ServesField(User.setPassword)
  async setUserPassword(@Args() args: UserSetPasswordParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.rpc.call(User.setPassword, args, call);
    return true;
  }

  @Mutation(() => UserType, { nullable: true, description: 'The user whose name and password fit; null when they do not.' })
  @ServesField(User.verifyPassword)
  async verifyUserPassword(@Args() args: UserVerifyPasswordParams, @Context() { call }: OperationContext): Promise<UserType | null> {
    const { user } = await this.rpc.call(User.verifyPassword, args, call);
    return user && toUser(user);
  }

  private async read(params: UserIdParams, call: OperationContext['call']): Promise<UserType> {
    return toUser((await this.rpc.call(User.get, params, call)).user);
  }
}
