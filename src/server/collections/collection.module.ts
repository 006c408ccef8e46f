import { Module } from '@nestjs/common';
import { CollectionController } from './collection.controller.js';
import { CollectionRequests } from './collection-requests.js';
import { ResumeMigrations } from './resume-migrations.js';

@Module({ controllers: [CollectionController], providers: [CollectionRequests, ResumeMigrations] })
export class CollectionModule {}
