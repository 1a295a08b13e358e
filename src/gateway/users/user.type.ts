import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';

@ObjectType('User', { description: 'A user.' })
export class UserType {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Unique name to log in with.' })
  username!: string;

  @Field(() => GraphQLDateTime, { description: 'When the user was created.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When a property last changed.' })
  updatedAt!: Date;

  @Field(() => GraphQLJSONObject, { description: 'The own properties, in the order they were given.' })
  properties!: Record<string, unknown>;
}

@ObjectType('UserPage', { description: 'One page of users.' })
export class UserPageType {
  @Field(() => [UserType], { description: 'The users of this page.' })
  items!: (UserType | Promise<UserType>)[];

  @Field(() => Int, { description: 'How many users match, on all pages together.' })
  totalItems!: number;
}
