import { Type } from 'class-transformer';
import { IsNumber, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
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
  @IsOptional() media?: { embedding?: number[]; url?: string };
}

const products = defineCollection('products', Product, {
  name: text(),
  price: numeric({ sortable: true }),
  tags: tag({ facet: true }),
  embedding: vector({ dimensions: 3 }),
  'media.embedding': vector({ dimensions: 2 }),
});

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(products);
});
afterAll(() => store.close());

let count = 0;
const newId = () => `product ${++count}`;
const keyboard = (id: string) => ({ id, name: 'Keyboard', price: 10 });
const repository = () => store.repository(products);

async function stored(document: Partial<Product> = {}) {
  const id = newId();
  const { version } = await repository().create({ ...keyboard(id), ...document });
  return { id, version };
}

describe('create', () => {
  it('stores a document and gives its version', async () => {
    const id = newId();
    const created = await repository().create(keyboard(id));
    expect(created).toEqual({ id, version: expect.any(Number) });
    expect(await repository().get(id)).toEqual({ document: keyboard(id), version: created.version });
  });

  it('writes a UUID into a document without an id, and leaves the given object as it was', async () => {
    const document = Object.freeze({ name: 'Mouse', price: 3 });
    const { id } = await repository().create(document);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((await repository().get(id))?.document).toEqual({ id, name: 'Mouse', price: 3 });
  });

  it('refuses an id that exists, with its version', async () => {
    const { id, version } = await stored();
    const refusal = { code: 'DOCUMENT_EXISTS', status: 409, id, version };
    await expect(repository().create(keyboard(id))).rejects.toMatchObject(refusal);
  });

  it('refuses a document with all faults of its class and its collection, and stores nothing', async () => {
    const id = newId();
    const document = { id, name: '', price: 1, tags: ['a'], variants: [{ sku: 'a', stock: -1 }], embedding: [1, 2] };
    await expect(repository().create(document)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      status: 400,
      faults: [
        { path: 'name', message: 'name must be longer than or equal to 1 characters' },
        { path: 'variants[0].stock', message: 'stock must not be less than 0' },
        { path: 'embedding', message: 'must have 3 numbers, it has 2' },
      ],
    });
    expect(await repository().get(id)).toBeNull();
  });

  it.each([[''], ['.'], ['..'], ['x'.repeat(257)], ['a\n'], [1.5], [2 ** 53], [null], [true]])(
    'refuses the id %j',
    async (id) => {
      const document = { ...keyboard(''), id: id as string };
      await expect(repository().create(document)).rejects.toMatchObject({ status: 400 });
    },
  );
});

describe('put', () => {
  it('creates, then replaces, each time with a higher version', async () => {
    const id = newId();
    const first = await repository().put(keyboard(id));
    const second = await repository().put({ ...keyboard(id), price: 11 });
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.version).toBeGreaterThan(first.version);
    expect(await repository().get(id)).toEqual({ document: { ...keyboard(id), price: 11 }, version: second.version });
  });

  it('keeps the time of creation', async () => {
    const { id } = await stored();
    const times = async () => {
      const reply = await store.connection.send(['JSON.GET', `test:{products}:doc:${id}`, '$.meta']);
      return (JSON.parse(reply as string) as { created: number; updated: number }[])[0]!;
    };
    const before = await times();
    expect(Math.abs(before.created - Date.now())).toBeLessThan(5_000);
    while (Date.now() <= before.updated) await new Promise((resolve) => setImmediate(resolve));
    await repository().put(keyboard(id));
    const after = await times();
    expect(after.created).toBe(before.created);
    expect(after.updated).toBeGreaterThan(before.updated);
  });

  it('honours ifMatch', async () => {
    const { id, version } = await stored();
    const { version: next } = await repository().put(keyboard(id), { ifMatch: version });
    const refusal = { code: 'VERSION_CONFLICT', status: 412, expected: version, actual: next };
    await expect(repository().put(keyboard(id), { ifMatch: version })).rejects.toMatchObject(refusal);
    await expect(repository().put(keyboard(id), { ifMatch: '*' })).resolves.toMatchObject({ created: false });
  });

  it.each([[1], ['*' as const]])('refuses ifMatch %j where there is no document', async (ifMatch) => {
    const refusal = { code: 'VERSION_CONFLICT', status: 412, actual: null };
    await expect(repository().put(keyboard(newId()), { ifMatch })).rejects.toMatchObject(refusal);
  });

  it('honours ifNoneMatch', async () => {
    const id = newId();
    const { version } = await repository().put(keyboard(id), { ifNoneMatch: '*' });
    const refusal = { code: 'VERSION_CONFLICT', actual: version };
    await expect(repository().put(keyboard(id), { ifNoneMatch: '*' })).rejects.toMatchObject(refusal);
  });

  it('writes the id of the address into a document without one, and refuses another', async () => {
    const id = newId();
    await repository().put({ name: 'Mouse', price: 1 } as Product, { id });
    expect((await repository().get(id))?.document.id).toBe(id);
    const refusal = { code: 'INVALID_ID', faults: [{ path: 'id' }] };
    await expect(repository().put(keyboard(newId()), { id })).rejects.toMatchObject(refusal);
    await expect(repository().put({ name: 'Mouse', price: 1 } as Product)).rejects.toMatchObject(refusal);
  });

  it('never gives a version again, not after a deletion either', async () => {
    const { id, version } = await stored();
    const deleted = await repository().delete(id);
    const again = await repository().create(keyboard(id));
    expect(deleted.version).toBeGreaterThan(version);
    expect(again.version).toBeGreaterThan(deleted.version);
    await expect(repository().put(keyboard(id), { ifMatch: version })).rejects.toMatchObject({ status: 412 });
  });
});

describe('patch', () => {
  it('merges, and derives anew', async () => {
    const { id, version } = await stored({ tags: ['a'], media: { url: 'u' }, embedding: [1, 2, 3] });
    const patched = await repository().patch(id, { price: 12, tags: null, media: { embedding: [0, 1] } });
    expect(patched.version).toBeGreaterThan(version);
    expect(await repository().get(id)).toEqual({
      document: { ...keyboard(id), price: 12, media: { url: 'u', embedding: [0, 1] }, embedding: [1, 2, 3] },
      version: patched.version,
    });
  });

  it('refuses what does not fit after it, and another id', async () => {
    const { id, version } = await stored();
    await expect(repository().patch(id, { price: -1 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(repository().patch(id, { id: 'other' })).rejects.toMatchObject({ code: 'INVALID_ID' });
    await expect(repository().patch(id, { id: null })).rejects.toMatchObject({ code: 'INVALID_ID' });
    await expect(repository().patch(id, [])).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    await expect(repository().patch(id, { price: NaN })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect((await repository().get(id))?.version).toBe(version);
    await expect(repository().patch(id, { id })).resolves.toMatchObject({ id });
  });

  it('honours ifMatch', async () => {
    const { id, version } = await stored();
    await repository().patch(id, { price: 1 }, { ifMatch: version });
    await expect(repository().patch(id, { price: 2 }, { ifMatch: version })).rejects.toMatchObject({ status: 412 });
    await repository().patch(id, { price: 3 }, { ifMatch: '*' });
  });
});

describe('delete', () => {
  it('deletes, also out of the index', async () => {
    const { id } = await stored();
    const { documents } = await store.indexed(products);
    await repository().delete(id);
    expect(await repository().get(id)).toBeNull();
    expect(await store.indexed(products)).toEqual({ documents: documents - 1, failures: 0 });
  });

  it('honours ifMatch', async () => {
    const { id, version } = await stored();
    const refusal = { code: 'VERSION_CONFLICT', actual: version };
    await expect(repository().delete(id, { ifMatch: version + 1 })).rejects.toMatchObject(refusal);
    await repository().delete(id, { ifMatch: version });
  });
});

describe('a document that does not exist', () => {
  it.each([
    ['patch', (id: string) => repository().patch(id, {})],
    ['delete', (id: string) => repository().delete(id)],
    ['delete with ifMatch', (id: string) => repository().delete(id, { ifMatch: 1 })],
    ['setPath', (id: string) => repository().setPath(id, 'price', 1)],
    ['increment', (id: string) => repository().increment(id, 'price')],
    ['append', (id: string) => repository().append(id, 'tags', ['a'])],
  ])('is a 404 to %s', async (_, run) => {
    await expect(run(newId())).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND', status: 404 });
  });

  it('is null to get and getPath', async () => {
    expect(await repository().get(newId())).toBeNull();
    expect(await repository().getPath(newId(), 'price')).toBeNull();
  });
});
