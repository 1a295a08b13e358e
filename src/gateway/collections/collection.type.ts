import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType('Collection', { description: 'A collection of items.' })
export class CollectionType {
  @Field(() => ID, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether apps may insert; it does not bind this API.' })
  isInsertable!: boolean;

  @Field(() => String, { description: 'The public permission that new items start with: "", "r", "w" or "rw".' })
  defaultPublicPermission!: string;
}
