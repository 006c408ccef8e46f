import { Module } from '@nestjs/common';
import { SearchRequests } from './search-requests.js';
import { SearchController } from './search.controller.js';

@Module({ controllers: [SearchController], providers: [SearchRequests] })
export class SearchModule {}
