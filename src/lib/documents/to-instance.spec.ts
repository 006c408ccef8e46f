import { Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import fc from 'fast-check';
import type { JsonObject } from './json-value.js';
import { toInstance } from './to-instance.js';

class Size {
  name!: string;
  stock = 1;
}
class Base {
  name!: string;
  get upper(): string {
    return `${this.name}!`;
  }
  set alias(value: string) {
    this.name = `~${value}`;
  }
  describe(): string {
    return this.name;
  }
}
class Plain extends Base {
  own = () => this.name;
  price = 5;
  get double(): number {
    return this.price * 2;
  }
  @Type(() => Size) size?: Size;
  @Type(() => Size) sizes?: Size[];
  @Type((about) => (about?.object['name'] === 'a' ? Size : Base)) either?: object;
}
class Dated extends Plain {
  @Type(() => Date) at?: Date;
}
class Numbered extends Plain {
  @Type(() => Number) at?: number;
}
class Trimmed extends Plain {
  @Transform(({ value }) => `<${JSON.stringify(value)}>`) at?: string;
}
class Heir extends Trimmed {
  more?: string;
}
class Renamed extends Plain {
  @Expose({ name: 'at' }) when?: string;
}
class Secret extends Plain {
  @Exclude() at?: string;
}
@Exclude()
class Closed {
  @Expose() name?: string;
}
class Guessed extends Plain {
  @Type() at?: Size;
}
class Mapped extends Plain {
  @Type(() => Size) at?: Map<string, Size>;
}
class Collected extends Plain {
  @Type(() => Size) at?: Set<Size>;
}
class Kinds extends Plain {
  @Type(() => Base, { discriminator: { property: 'name', subTypes: [{ name: 'a', value: Size }] } }) at?: object;
}
class Nested extends Plain {
  @Type(() => Heir) at?: Heir;
}
const classes = [Base, Plain, Dated, Numbered, Trimmed, Heir, Renamed, Secret, Closed, Guessed, Mapped, Collected];

const names = ['name', 'stock', 'price', 'size', 'sizes', 'either', 'at', 'more', 'when', 'other'];
const kept = ['upper', 'alias', 'describe', 'own', 'double', 'toString', 'constructor'];
const { document } = fc.letrec<{ document: JsonObject; value: unknown }>((tie) => ({
  document: fc.dictionary(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, fc.constantFrom(...kept)),
    tie('value'),
    { maxKeys: 6 },
  ) as fc.Arbitrary<JsonObject>,
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', '', 0, 2, true, null),
    tie('document'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

/** What a call gives, and the names of the classes in it. */
function resultOf(call: () => unknown): unknown {
  try {
    return withClasses(call());
  } catch (error) {
    return `throws ${String(error)}`;
  }
}

function withClasses(value: unknown): unknown {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return `Date ${value.getTime()}`;
  const { name } = (Object.getPrototypeOf(value) as { constructor: { name: string } }).constructor;
  const members = value instanceof Set || value instanceof Map ? Array.from<unknown>(value) : value;
  return [name, Object.entries(members).map(([member, inner]: [string, unknown]) => [member, withClasses(inner)])];
}

it.each([...classes, Kinds, Nested])('makes of %p what class-transformer does', (target) => {
  fc.assert(
    fc.property(document, (plain) => {
      const own = structuredClone(plain);
      expect(resultOf(() => toInstance(target, own))).toEqual(
        resultOf(() => plainToInstance<object, object>(target, structuredClone(plain))),
      );
    }),
    { numRuns: 200 },
  );
});

it('copies: the instance shares nothing with the document', () => {
  const list: JsonObject[] = [{}];
  const instance = toInstance(Plain, { other: list }) as { other: readonly JsonObject[] };
  expect(instance.other).toEqual(list);
  expect(instance.other).not.toBe(list);
  expect(instance.other[0]).not.toBe(list[0]);
});
