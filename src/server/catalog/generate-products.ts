import { eanCheckDigit } from './ean.js';
import type { Product, Variant } from './product.js';
import { createRandom } from './random.js';
import type { Random } from './random.js';
import { ADJECTIVES, BRANDS, COLORS, DEPARTMENTS, MATERIALS, PURPOSES, QUALITIES, SIZES, TAGS } from './vocabulary.js';

const FIRST_DAY = Date.UTC(2015, 0, 1);
const DAYS = 4_300;
const DAY_MS = 86_400_000;
const SENTENCES = 4;

/** Made-up products, the same ones for the same seed: for tests of scale. Their ids are `g<seed>-<number>`. */
export function* generateProducts(count: number, seed: number): Generator<Product> {
  const random = createRandom(seed);
  for (let number = 1; number <= count; number += 1) yield generateProduct(number, seed, random);
}

function generateProduct(number: number, seed: number, random: Random): Product {
  const department = random.pickSkewed(Object.keys(DEPARTMENTS));
  const groups = DEPARTMENTS[department] ?? {};
  const group = random.pick(Object.keys(groups));
  const thing = random.pick(groups[group] ?? []);
  const brand = random.pickSkewed(BRANDS);
  const price = Math.round(500 + random.integer(100) ** 2 * (1 + random.integer(4)) + random.integer(100)) / 100;
  const variants = random.chance(0.3) ? generateVariants(number, price, random) : [];
  const stock = variants.length > 0 ? sum(variants.map((variant) => variant.stock)) : random.integer(120);
  const model = `${brand.slice(0, 2).toUpperCase()}-${String(random.integer(9_000) + 1_000)}`;
  const reviews = random.chance(0.8) ? random.integer(900) : 0;
  return {
    id: `g${seed}-${number}`,
    name: `${brand} ${random.pick(ADJECTIVES)} ${thing} ${model}`,
    description: describe(thing, random),
    brand,
    sku: `${model}/${String(number).padStart(6, '0')}`,
    ean: generateEan(number),
    categories: [`${department} > ${group} > ${capitalised(thing)}`],
    tags: distinct(Array.from({ length: random.integer(6) }, () => random.pickSkewed(TAGS))),
    price,
    ...(random.chance(0.2) ? { listPrice: Math.round(price * 125) / 100 } : {}),
    ...(reviews > 0 ? { rating: Math.round(20 + random.integer(31)) / 10 } : {}),
    reviews,
    popularity: random.integer(1_001) / 10,
    stock,
    inStock: stock > 0,
    colors: variants.length > 0 ? distinct(variants.map(({ color = '' }) => color)) : [random.pick(COLORS)],
    ...(variants.length > 0 ? { variants, sizes: distinct(variants.map(({ size = '' }) => size)) } : {}),
    specs: {
      material: random.pick(MATERIALS),
      weightGrams: 20 + random.integer(4_000),
      warrantyYears: 1 + random.integer(5),
    },
    releasedAt: new Date(FIRST_DAY + random.integer(DAYS) * DAY_MS).toISOString().slice(0, 10),
  };
}

function generateVariants(number: number, price: number, random: Random): Variant[] {
  const colors = distinct([random.pick(COLORS), random.pick(COLORS)]);
  const sizes = SIZES.slice(random.integer(3), 3 + random.integer(3));
  return colors.flatMap((color) =>
    sizes.map((size) => ({
      sku: `${number}-${color.slice(0, 3).toUpperCase()}-${size}`,
      color,
      size,
      price,
      stock: random.integer(12),
    })),
  );
}

function describe(thing: string, random: Random): string {
  const sentences = Array.from({ length: SENTENCES }, () => {
    const subject = random.pick([`This ${thing}`, 'It', `The ${random.pick(MATERIALS)} body`]);
    return `${subject} ${random.pick(QUALITIES)}, good for ${random.pick(PURPOSES)}.`;
  });
  return sentences.join(' ');
}

/** An EAN-13 from the range for use within a shop (20 to 29). */
function generateEan(number: number): string {
  const digits = `20${String(number).padStart(10, '0')}`;
  return digits + eanCheckDigit(digits);
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const distinct = (values: readonly string[]) => [...new Set(values)];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
