import { code, defineCollection, numeric, tag, text } from 'aisle';
import { IsNumber, IsString, Min } from 'class-validator';

export class Book {
  @IsString() id!: string;
  @IsString() title!: string;
  @IsString({ each: true }) authors!: string[];
  @IsString() isbn!: string;
  @IsNumber() @Min(0) price!: number;
}

export const books = defineCollection('books', Book, {
  title: text({ weight: 5 }),
  authors: tag({ facet: true, searchable: true }),
  isbn: code(),
  price: numeric({ sortable: true, facet: true }),
});
