import { IsNumber, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { numeric, tag, text, vector } from '../../src/lib/collections/fields.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';

class Variant {
  @IsString() sku!: string;
  @IsNumber() @Min(0) stock!: number;
}

class Product {
  @IsString() id!: string;
  @IsString() @Length(1, 50) name!: string;
  @IsNumber() @Min(0) price!: number;
  @IsOptional() @IsString({ each: true }) tags?: string[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Variant) variants?: Variant[];
  @IsOptional() embedding?: number[];
}

const products = defineCollection('products', Product, {
  name: text(),
  price: numeric({ sortable: true }),
  tags: tag({ facet: true }),
  embedding: vector({ dimensions: 3 }),
});

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(products);
});
afterAll(() => store.close());

const repository = () => store.repository(products);
const keyboard = (id: string) => ({ id, name: 'Keyboard', price: 10 });

describe('create', () => {
  it('stores a document and gives its version', async () => {
    const { id, version } = await repository().create(keyboard('a'));
    expect(id).toBe('a');
    expect(await repository().get('a')).toEqual({ document: keyboard('a'), version });
  });

  it('writes a UUID into a document without an id', async () => {
    const { id } = await repository().create({ name: 'Mouse', price: 3 });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((await repository().get(id))?.document).toEqual({ id, name: 'Mouse', price: 3 });
  });

  it('refuses an id that exists, with its version', async () => {
    const { version } = await repository().create(keyboard('twice'));
    await expect(repository().create(keyboard('twice'))).rejects.toMatchObject({
      code: 'DOCUMENT_EXISTS',
      status: 409,
      version,
    });
  });

  it('keeps a vector at its place, out of the document that search returns', async () => {
    const document = { ...keyboard('vector'), embedding: [1, 0.5, -2] };
    await repository().create(document);
    expect((await repository().get('vector'))?.document).toEqual(document);
    const raw = await store.connection.send(['JSON.GET', 'test:{products}:doc:vector', '$.doc']);
    expect(JSON.parse(raw as string)).toEqual([keyboard('vector')]);
  });
});
