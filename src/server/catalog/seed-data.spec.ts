import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Product } from './product.js';
import { Shop } from './shop.js';

const SEED = join(import.meta.dirname, '../../../seed');
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?Z)?$/;

function load<T extends object>(type: ClassConstructor<T>, file: string): readonly T[] {
  const lines = readFileSync(join(SEED, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => plainToInstance(type, JSON.parse(line)));
}

const products = load(Product, 'products.ndjson');
const shops = load(Shop, 'shops.ndjson');

function repeated<T>(values: readonly T[]): readonly T[] {
  return values.filter((value, position) => values.indexOf(value) !== position);
}

/** The modulo 10 sum of GS1: over all 13 digits it is a multiple of 10 when the check digit is right. */
function hasValidCheckDigit(ean: string): boolean {
  const sum = Array.from(ean, Number).reduce(
    (total, digit, position) => total + digit * (position % 2 === 0 ? 1 : 3),
    0,
  );
  return /^\d{13}$/.test(ean) && sum % 10 === 0;
}

function isDate(value: string): boolean {
  return DATE.test(value) && new Date(value).toISOString().startsWith(value.slice(0, 10));
}

/** What the class refuses, by id; a member that the class does not have is refused as well. */
function refused(documents: readonly { readonly id: string }[]): readonly string[] {
  return documents.flatMap((document) =>
    validateSync(document, { whitelist: true, forbidNonWhitelisted: true }).map(
      (error) => `${document.id}: ${error.toString()}`,
    ),
  );
}

const idsWhere = (wrong: (product: Product) => boolean): readonly string[] =>
  products.filter(wrong).map((product) => product.id);

const distinct = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];

describe('the products of the seed', () => {
  it('are at least 300 in at least 10 departments', () => {
    const departments = new Set(products.flatMap(({ categories }) => categories.map((path) => path.split(' > ')[0])));
    expect(products.length).toBeGreaterThanOrEqual(300);
    expect(departments.size).toBeGreaterThanOrEqual(10);
  });

  it('pass the validation that every write does, without unknown members', () => {
    expect(refused(products)).toEqual([]);
  });

  it('have ids, codes and descriptions of their own', () => {
    expect(repeated(products.map(({ id }) => id))).toEqual([]);
    expect(repeated(products.map(({ ean }) => ean))).toEqual([]);
    expect(repeated(products.map(({ description }) => description))).toEqual([]);
    expect(repeated(products.flatMap(({ sku, variants = [] }) => [sku, ...variants.map((v) => v.sku)]))).toEqual([]);
  });

  it('have EANs with a valid check digit, some of them UPC-A', () => {
    expect(idsWhere(({ ean }) => !hasValidCheckDigit(ean))).toEqual([]);
    expect(idsWhere(({ ean }) => ean.startsWith('0')).length).toBeGreaterThan(0);
  });

  it('have category paths of three levels in one spelling', () => {
    const wrong = ({ categories }: Product) =>
      categories.length === 0 ||
      categories.some((path) => !/^[^\s>]+( [^\s>]+)*( > [^\s>]+( [^\s>]+)*){2}$/.test(path));
    const levels = products.flatMap(({ categories }) =>
      categories.flatMap((path) => path.split(' > ').map((_, depth, names) => names.slice(0, depth + 1).join(' > '))),
    );
    expect(idsWhere(wrong)).toEqual([]);
    expect(repeated([...new Set(levels)].map((level) => level.normalize('NFKC').toLowerCase()))).toEqual([]);
  });

  it('are in stock when there is stock', () => {
    expect(idsWhere(({ inStock, stock }) => inStock !== stock > 0)).toEqual([]);
    expect(idsWhere(({ stock }) => stock === 0).length).toBeGreaterThan(0);
  });

  it('sum up their variants: stock, lowest price, colours, sizes', () => {
    for (const { id, stock, price, colors = [], sizes = [], variants } of products) {
      if (variants === undefined) continue;
      const sum = {
        id,
        stock: variants.reduce((total, variant) => total + variant.stock, 0),
        price: Math.min(...variants.map((variant) => variant.price)),
        colors: distinct(variants.map(({ color }) => color)),
        sizes: distinct(variants.map(({ size }) => size)),
      };
      expect({ id, stock, price, colors, sizes }).toEqual(sum);
    }
  });

  it('have a rating exactly when they have reviews, and a list price above the price', () => {
    expect(idsWhere(({ rating, reviews }) => (rating !== undefined) !== reviews > 0)).toEqual([]);
    expect(idsWhere(({ price, listPrice = Infinity }) => listPrice <= price)).toEqual([]);
  });

  it('have release dates in ISO 8601', () => {
    expect(idsWhere(({ releasedAt }) => !isDate(releasedAt))).toEqual([]);
  });

  it('say the layout of every keyboard and keep colours out of the specs', () => {
    const isKeyboard = ({ name, categories }: Product) =>
      /keyboard/i.test(name) && categories.some((path) => path.startsWith('Computers > Keyboards > '));
    expect(idsWhere((product) => isKeyboard(product) && typeof product.specs?.['layout'] !== 'string')).toEqual([]);
    expect(idsWhere(({ specs }) => specs !== undefined && 'color' in specs)).toEqual([]);
  });

  it('keep one type a spec', () => {
    const pairs = products.flatMap(({ specs = {} }) =>
      Object.entries(specs).map(([name, value]) => `${name}: ${typeof value}`),
    );
    expect(repeated([...new Set(pairs)].map((pair) => pair.split(':')[0]))).toEqual([]);
  });

  it('are described in 25 to 70 words', () => {
    const words = ({ description }: Product) => description.split(/\s+/).length;
    expect(idsWhere((product) => words(product) < 25 || words(product) > 70)).toEqual([]);
  });

  it.each(['é', 'ü', 'ß', 'å', 'ñ', 'ø', 'œ'])('have %s, which search has to fold', (letter) => {
    expect(idsWhere(({ name, description }) => `${name} ${description}`.includes(letter)).length).toBeGreaterThan(0);
  });
});

describe('the shops of the seed', () => {
  it('are 12 to 15, each in its own place', () => {
    expect(shops.length).toBeGreaterThanOrEqual(12);
    expect(shops.length).toBeLessThanOrEqual(15);
    expect(repeated(shops.map(({ id }) => id))).toEqual([]);
    expect(repeated(shops.map(({ location }) => `${location.lat},${location.lon}`))).toEqual([]);
  });

  it('pass the validation that every write does, without unknown members', () => {
    expect(refused(shops)).toEqual([]);
  });
});
