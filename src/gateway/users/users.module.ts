import { Module } from '@nestjs/common';
import { UsersController } from './users.controller.js';
import { UsersResolver } from './users.resolver.js';

@Module({ controllers: [UsersController], providers: [UsersResolver] })
export class UsersModule {}
