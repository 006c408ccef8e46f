import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { eanCheckDigit } from './ean.js';
import { generateProducts } from './generate-products.js';
import { Product } from './product.js';

describe('generated products', () => {
  const products = [...generateProducts(2_000, 1)];

  it('are the same for the same seed and others for another', () => {
    expect([...generateProducts(50, 1)]).toEqual(products.slice(0, 50));
    expect([...generateProducts(50, 2)].map(({ name }) => name)).not.toEqual(
      products.slice(0, 50).map(({ name }) => name),
    );
  });

  it('are valid, each with its own id, SKU and EAN', () => {
    expect(products.flatMap((product) => validateSync(plainToInstance(Product, product)))).toEqual([]);
    for (const key of ['id', 'sku', 'ean'] as const) {
      expect(new Set(products.map((product) => product[key])).size).toBe(products.length);
    }
    expect(products.filter(({ ean }) => eanCheckDigit(ean.slice(0, 12)) !== ean.at(-1))).toEqual([]);
  });

  it('are spread over many brands, categories and tags', () => {
    const count = (values: readonly string[]) => new Set(values).size;
    expect(count(products.map(({ brand }) => brand))).toBeGreaterThan(150);
    expect(count(products.flatMap(({ categories }) => categories))).toBeGreaterThan(80);
    expect(count(products.flatMap(({ tags = [] }) => tags))).toBeGreaterThan(100);
  });
});
