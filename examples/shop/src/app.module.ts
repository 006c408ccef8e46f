import { AisleModule } from 'aisle';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { BookController } from './book.controller.js';
import { BookService } from './book.service.js';
import { books } from './books.js';

@Module({})
export class AppModule {
  static with(url: string): DynamicModule {
    return {
      module: AppModule,
      imports: [AisleModule.forRoot({ redis: { url }, namespace: 'bookshop' }), AisleModule.forFeature([books])],
      controllers: [BookController],
      providers: [BookService],
    };
  }
}
