import { Field, Int, ObjectType } from '@nestjs/graphql';
import { GraphQLDateTime } from 'graphql-scalars';

@ObjectType('PushStatus', { description: 'How far a push is.' })
export class PushStatusType {
  @Field(() => String, { description: 'How far it is: `queue`, `push` or `finish`.' })
  status!: string;

  @Field(() => Int, { description: 'How many devices it goes to; final once it is no longer queued.' })
  numTarget!: number;

  @Field(() => Int, { description: 'How many devices were reached.' })
  numPushed!: number;

  @Field(() => Int, { description: 'How many devices could not be reached.' })
  numFailed!: number;

  @Field(() => GraphQLDateTime, { description: 'When it was accepted.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When sending began.' })
  pushStartedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When sending ended.' })
  pushFinishedAt!: Date | null;
}
