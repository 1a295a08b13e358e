import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { BuildType, Platform } from '../../contract/push.js';

@ObjectType('Device', { description: 'A device that pushes reach; its token is never shown.' })
export class DeviceType {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Platform, { description: 'Android or iOS.' })
  platform!: `${Platform}`;

  @Field(() => BuildType, { description: 'The build that runs on it.' })
  buildType!: `${BuildType}`;

  @Field(() => ID, { nullable: true, description: 'The user of its last registration.' })
  userOid!: string | null;

  @Field(() => String, { nullable: true, description: 'The app’s version.' })
  version!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it was first registered.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When it was last registered.' })
  updatedAt!: Date;
}

@ObjectType('DevicePage', { description: 'One page of devices.' })
export class DevicePageType {
  @Field(() => [DeviceType], { description: 'The devices of this page.' })
  items!: (DeviceType | Promise<DeviceType>)[];

  @Field(() => Int, { description: 'How many devices there are, on all pages together.' })
  totalItems!: number;
}
