import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  registerDecorator,
  validate as validateAll,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { classCheckOf } from './class-check.js';

class Size {
  @IsString() @Length(1, 2) name!: string;
  @IsOptional() @IsInt() stock?: number;
}
class Thing {
  @IsString() @Length(1, 3) name!: string;
}
class Product extends Thing {
  @IsDefined() code!: unknown;
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(2) tags?: string[];
  @ValidateIf(({ code }: Product) => code === 1) @IsInt() @Min(0) @Max(9) rank!: number;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Size) sizes?: Size[];
  @IsOptional() @ValidateNested() @Type(() => Size) main?: Size;
  @IsISO8601({}, { validateIf: (_, value) => value !== '' }) day!: string;
}

const value = fc.constantFrom(undefined, null, '', 'a', 'abcd', 0, 1, 2.5, -1, true, [], ['a'], ['a', 1], '2026-01-01');
const size = fc.oneof(
  { weight: 3, arbitrary: fc.record({ name: fc.constantFrom('S', 'XL'), stock: fc.constantFrom(1, null) }) },
  fc.record({ name: value, stock: value }, { requiredKeys: [] }),
  value,
);
const document = fc.record(
  {
    name: fc.oneof({ weight: 3, arbitrary: fc.constant('abc') }, value),
    code: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 2) }, value),
    tags: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(['a'], null) }, value),
    rank: fc.oneof({ weight: 3, arbitrary: fc.constant(5) }, value),
    sizes: fc.oneof({ weight: 5, arbitrary: fc.array(size, { maxLength: 2 }) }, value),
    main: size,
    day: fc.constantFrom('2026-01-01', '', 'x'),
  },
  { requiredKeys: ['name', 'code', 'day'] },
);

const passes = (target: new () => object, plain: object) => classCheckOf(target)(plainToInstance(target, plain));

describe('classCheckOf', () => {
  it('passes what class-validator finds no fault with, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (plain) => {
        const faults = await validateAll(plainToInstance(Product, plain), { forbidUnknownValues: true });
        expect(passes(Product, plain)).toBe(faults.length === 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('passes nothing of a class that has no decorators, or whose checks wait', () => {
    class Bare {
      name!: string;
    }
    class Slow {
      name!: string;
    }
    const validator = { validate: () => Promise.resolve(true) };
    registerDecorator({ target: Slow, propertyName: 'name', async: true, options: {}, validator });
    class Hidden {
      name!: string;
    }
    registerDecorator({ target: Hidden, propertyName: 'name', options: {}, validator });
    expect([Bare, Slow, Hidden].map((target) => passes(target, { name: 'x' }))).toEqual([false, false, false]);
  });

  it('passes nothing that lies below an untyped member', () => {
    class Untyped {
      @ValidateNested() maker!: object;
    }
    expect(passes(Untyped, { maker: { country: 'DE' } })).toBe(false);
  });

  it('tells validators what class-validator does', async () => {
    const told: unknown[] = [];
    class Told {
      tags!: string[];
    }
    const validate = (one: unknown, args: unknown) => {
      told.push([one, args]);
      return true;
    };
    const about = { target: Told, propertyName: 'tags', constraints: [7], options: { each: true } };
    registerDecorator({ ...about, validator: { validate } });
    const instance = plainToInstance(Told, { tags: ['a', 'b'] });
    expect(classCheckOf(Told)(instance)).toBe(true);
    const own = told.splice(0);
    await validateAll(instance);
    expect(own).toEqual(told);
    expect(own).toHaveLength(2);
  });
});
