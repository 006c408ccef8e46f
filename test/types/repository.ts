import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { numeric } from '../../src/lib/collections/fields.js';
import type { DocumentRepository } from '../../src/lib/documents/document-repository.js';

class Product {
  id!: string;
  name!: string;
  price?: number;
}

export const products = defineCollection('products', Product, { price: numeric() });
declare const repository: DocumentRepository<typeof products>;
declare const runtime: DocumentRepository;

export async function check(): Promise<void> {
  await repository.put({ id: 'a', name: 'x', price: 1 });
  await repository.create({ name: 'x' });
  const found = await repository.get('a');
  found?.document.price satisfies number | undefined;
  for await (const { document } of repository.iterate()) document.name satisfies string;
  for await (const { id } of repository.putMany([{ name: 'x' }, { id: 'a', name: 'y' }])) id satisfies string | null;
  await runtime.put({ anything: [1] });

  // @ts-expect-error the id is missing
  await repository.put({ name: 'x' });
  // @ts-expect-error the name is missing
  await repository.create({ price: 1 });
  // @ts-expect-error a price is a number
  await repository.put({ id: 'a', name: 'x', price: '1' });
  // @ts-expect-error there is no such member
  await repository.create({ name: 'x', colour: 'red' });
  // @ts-expect-error there is no such member
  found?.document.colour satisfies unknown;
  // @ts-expect-error only any document can be asked to be absent
  await repository.put({ id: 'a', name: 'x' }, { ifNoneMatch: 3 });
  // @ts-expect-error a document is an object
  await runtime.put('x');
}
