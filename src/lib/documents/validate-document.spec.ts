import { Transform, Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, Length, Min, ValidateNested, registerDecorator } from 'class-validator';
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
      { path: 'name', message: 'name must be a string' },
      { path: 'tags', message: 'each value in tags must be a string' },
      { path: 'variants[1].sku', message: 'sku must be a string' },
      { path: 'variants[1].price', message: 'price must not be less than 0' },
      { path: 'variants[1].price', message: 'price must be an integer number' },
      { path: 'maker.country', message: 'country must be longer than or equal to 2 characters' },
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

  it('makes a fault of what a class cannot read', async () => {
    class Trimmed {
      @Transform(({ value }) => (value as string).trim()) @IsString() name!: string;
    }
    expect(await validateDocument({ name: 1 }, Trimmed)).toEqual([
      { path: '', message: 'cannot be read by Trimmed: value.trim is not a function' },
    ]);
  });
});
