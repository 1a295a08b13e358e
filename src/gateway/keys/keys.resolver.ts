import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { KeyOperations } from '../../access/key-operations.js';
import { Key, KeyCreateParams, KeyNameParams } from '../../contract/key.js';
import type { OperationContext } from '../graphql/context.js';
import { ServesField } from '../graphql/serves-field.js';
import { CreatedKeyType, KeyType } from './key.type.js';
import { toKey } from './translation.js';

@Resolver(() => KeyType)
export class KeysResolver {
  constructor(private readonly operations: KeyOperations) {}

  @Query(() => [KeyType], { nullable: true, description: 'The API keys that are not revoked, ordered by name; expired ones too.' })
  @ServesField(Key.list)
  async keys(@Context() { call }: OperationContext): Promise<KeyType[]> {
    return (await this.operations.list({}, call)).items.map(toKey);
  }

  @Mutation(() => CreatedKeyType, { description: 'Creates an API key, and shows it this once.' })
  @ServesField(Key.create)
  async createKey(@Args('input', { description: 'The key to create.' }) input: KeyCreateParams, @Context() { call }: OperationContext): Promise<CreatedKeyType> {
    const { key, ...record } = await this.operations.create(input, call);
    return { key, ...toKey(record) };
  }

  @Mutation(() => Boolean, { description: 'Revokes an API key: it stops working at once.' })
  @ServesField(Key.revoke)
  async revokeKey(@Args() args: KeyNameParams, @Context() { call }: OperationContext): Promise<boolean> {
    await this.operations.revoke(args, call);
    return true;
  }
}
