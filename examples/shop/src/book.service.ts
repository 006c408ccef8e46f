import { DocumentRepository, InjectRepository, InjectSearch, SearchService } from 'aisle';
import { Injectable } from '@nestjs/common';
import { Book, books } from './books.js';

@Injectable()
export class BookService {
  constructor(
    @InjectRepository(books) private readonly repository: DocumentRepository<typeof books>,
    @InjectSearch(books) private readonly search: SearchService<typeof books>,
  ) {}

  async add(book: Book): Promise<number> {
    const { version } = await this.repository.put(book);
    return version;
  }

  async cheapest(author: string): Promise<Book | undefined> {
    const page = await this.search.search({ where: { authors: author }, sort: ['price:asc'], size: 1 });
    return page.hits[0]?.document;
  }
}
