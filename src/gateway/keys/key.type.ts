import { Field, ID, ObjectType } from '@nestjs/graphql';
import { GraphQLDateTime } from 'graphql-scalars';

@ObjectType('Key', { description: 'What is known of an API key; never the key itself.' })
export class KeyType {
  @Field(() => ID, { description: 'Its name, unique among live keys.' })
  name!: string;

  @Field(() => [String], { description: 'What it may do.' })
  scopes!: string[];

  @Field(() => [String], { description: 'Ranges of addresses it may come from; none: any address.' })
  cidrs!: string[];

  @Field(() => GraphQLDateTime, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ends; null: never.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was last used, up to a minute behind; null: not yet.' })
  lastUsedAt!: Date | null;
}

@ObjectType('CreatedKey', { description: 'A key that was just created.' })
export class CreatedKeyType extends KeyType {
  @Field(() => String, { description: 'The key. Only its SHA-256 is stored: it cannot be shown again.' })
  key!: string;
}
