import { Module } from '@nestjs/common';
import { ItemsController } from './items.controller.js';
import { CollectionItemsResolver, ItemsResolver } from './items.resolver.js';

@Module({ controllers: [ItemsController], providers: [CollectionItemsResolver, ItemsResolver] })
export class ItemsModule {}
