import { InjectSearch, parseSearch, parseSearchUrl, SearchService } from 'aisle';
import type { SearchResult } from 'aisle';
import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BookService } from './book.service.js';
import { Book, books } from './books.js';

/** Books over HTTP, searched as Aisle's own server is. */
@Controller('books')
export class BookController {
  constructor(
    private readonly service: BookService,
    @InjectSearch(books) private readonly searches: SearchService<typeof books>,
  ) {}

  @Get('search')
  searchByUrl(@Req() request: Request): Promise<SearchResult<Book>> {
    const [, query = ''] = request.originalUrl.split('?', 2);
    return this.searches.search(parseSearchUrl(books, query));
  }

  @Post('search')
  @HttpCode(200)
  search(@Body() body: unknown): Promise<SearchResult<Book>> {
    return this.searches.search(parseSearch(books, body));
  }

  @Put()
  async add(@Body() book: Book): Promise<{ version: number }> {
    return { version: await this.service.add(book) };
  }

  @Get('cheapest/:author')
  async cheapest(@Param('author') author: string): Promise<Book> {
    const book = await this.service.cheapest(author);
    if (book === undefined) throw new NotFoundException();
    return book;
  }
}
