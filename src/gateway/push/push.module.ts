import { Module } from '@nestjs/common';
import { PushController } from './push.controller.js';
import { PushResolver } from './push.resolver.js';

@Module({ controllers: [PushController], providers: [PushResolver] })
export class PushModule {}
