import { Module } from '@nestjs/common';
import { KeysController } from './keys.controller.js';
import { KeysResolver } from './keys.resolver.js';

@Module({ controllers: [KeysController], providers: [KeysResolver] })
export class KeysModule {}
