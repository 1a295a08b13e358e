import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';

@ObjectType('CollectionItem', { description: 'An item of a collection.' })
export class CollectionItemType {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => ID, { description: 'The name of its collection.' })
  collectionName!: string;

  @Field(() => GraphQLDateTime, { description: 'When the item was created.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When a property last changed.' })
  updatedAt!: Date;

  @Field(() => ID, { nullable: true, description: 'The id of the user who owns it.' })
  ownerUserOid!: string | null;

  @Field(() => GraphQLJSONObject, { description: 'Who may read and write it, besides its owner.' })
  permission!: Record<string, string>;

  @Field(() => GraphQLJSONObject, { description: 'The own properties, in the order they were given.' })
  data!: Record<string, unknown>;
}

@ObjectType('CollectionItemPage', { description: 'One page of items.' })
export class CollectionItemPageType {
  @Field(() => [CollectionItemType], { description: 'The items of this page.' })
  items!: (CollectionItemType | Promise<CollectionItemType>)[];

  @Field(() => Int, { description: 'How many items match, on all pages together.' })
  totalItems!: number;
}
