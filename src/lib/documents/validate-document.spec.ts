import { Transform, Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsDate,
  IsDefined,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Min,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { validateDocument } from './validate-document.js';

class Variant {
  @IsString() sku!: string;
  @IsInt() @Min(0) price!: number;
}
class Maker {
  @IsString() @Length(2, 2) country!: string;
}
class Product {
  @IsString() name!: string;
  @IsOptional() @IsString({ each: true }) tags?: string[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Variant) variants?: Variant[];
  @IsOptional() @ValidateNested() @Type(() => Maker) maker?: Maker;
  @IsOptional() @IsDate() @Type(() => Date) releasedAt?: Date;
}

describe('validateDocument', () => {
  it('takes a document that fits, with members that the class does not know', async () => {
    const document = {
      name: 'x',
      variants: [{ sku: 'a', price: 1, more: true }],
      maker: { country: 'DE' },
      releasedAt: '2026-01-01',
      unknown: { a: [1] },
    };
    const before = JSON.stringify(document);
    expect(await validateDocument(document, Product)).toEqual([]);
    expect(JSON.stringify(document)).toBe(before);
  });

  it('names every fault by its path', async () => {
    const document = {
      tags: ['a', 1],
      variants: [
        { sku: 'a', price: 1 },
        { sku: 2, price: -1.5 },
      ],
      maker: { country: 'D' },
    };
    expect(await validateDocument(document, Product)).toEqual([
      { path: 'name', message: 'is missing' },
      { path: 'tags', message: 'each value in tags must be a string' },
      { path: 'variants[1].sku', message: 'sku must be a string' },
      { path: 'variants[1].price', message: 'price must not be less than 0' },
      { path: 'variants[1].price', message: 'price must be an integer number' },
      { path: 'maker.country', message: 'country must be longer than or equal to 2 characters' },
    ]);
  });

  it('tells once that a member is missing or null, whatever else its rules ask', async () => {
    class Book {
      @IsString() @Length(1, 9) title!: string;
      @IsString({ each: true }) @ArrayMinSize(1) authors!: string[];
      @ValidateNested() @IsDefined() @Type(() => Maker) maker!: Maker;
      @IsInt({ message: 'Say how many pages it has' }) @Min(1) pages!: number;
    }
    const words = { path: 'pages', message: 'Say how many pages it has' };
    const told = (message: string) => [...['title', 'authors', 'maker'].map((path) => ({ path, message })), words];
    expect(await validateDocument({}, Book)).toEqual(told('is missing'));
    const nulls = { title: null, authors: null, maker: null, pages: null };
    expect(await validateDocument(nulls, Book)).toEqual(told('must not be null'));
    const book = { title: '', authors: ['a'], maker: {}, pages: 1 };
    expect(await validateDocument(book, Book)).toEqual([
      { path: 'title', message: 'title must be longer than or equal to 1 characters' },
      { path: 'maker.country', message: 'is missing' },
    ]);
  });

  it('takes all that a class without decorators is given', async () => {
    class Bare {
      name!: string;
    }
    expect(await validateDocument({ name: 1 }, Bare)).toEqual([]);
  });

  it('waits for checks that take their time', async () => {
    class Slow {
      name!: string;
    }
    registerDecorator({
      target: Slow,
      propertyName: 'name',
      name: 'slow',
      async: true,
      options: { message: 'name is taken' },
      validator: { validate: () => new Promise<boolean>((resolve) => setImmediate(resolve, false)) },
    });
    expect(await validateDocument({ name: 'x' }, Slow)).toEqual([{ path: 'name', message: 'name is taken' }]);
  });

  it('tells where a class does not say what is nested', async () => {
    class Untyped {
      @ValidateNested() maker!: object;
    }
    const message = 'cannot be checked: the document class has to name its class there with @Type(() => …)';
    expect(await validateDocument({ maker: { country: 'DE' } }, Untyped)).toEqual([{ path: 'maker', message }]);
  });

  it('makes a fault of what a class cannot read', async () => {
    class Trimmed {
      @Transform(({ value }) => (value as string).trim()) @IsString() name!: string;
    }
    expect(await validateDocument({ name: 1 }, Trimmed)).toEqual([
      { path: '', message: 'cannot be read by Trimmed: value.trim is not a function' },
    ]);
  });
});
