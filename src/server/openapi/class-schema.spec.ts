import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsLatitude,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { classSchema } from './class-schema.js';

class Part {
  @IsString() name!: string;
  @IsOptional() @IsLatitude() lat?: number;
}

class Thing {
  @IsString() @Length(1, 5) id!: string;
  @IsNumber() @Min(0) @Max(9) price!: number;
  @IsOptional() @IsInt() count?: number;
  @IsBoolean() isNew!: boolean;
  @IsISO8601() made!: string;
  @IsOptional() @IsObject() more?: object;
  @IsString({ each: true }) @ArrayMaxSize(3) tags!: string[];
  @ValidateNested() @Type(() => Part) part!: Part;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Part) parts?: Part[];
}

describe('classSchema', () => {
  it('says what the decorators check', () => {
    const part = {
      type: 'object',
      properties: { name: { type: 'string' }, lat: { type: 'number', minimum: -90, maximum: 90 } },
      required: ['name'],
    };
    expect(classSchema(Thing)).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1, maxLength: 5 },
        price: { type: 'number', minimum: 0, maximum: 9 },
        count: { type: 'integer' },
        isNew: { type: 'boolean' },
        made: { type: 'string', description: expect.stringContaining('ISO 8601') },
        more: { type: 'object' },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 3 },
        part,
        parts: { type: 'array', items: part },
      },
      required: ['id', 'price', 'isNew', 'made', 'tags', 'part'],
    });
  });
});
