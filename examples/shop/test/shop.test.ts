import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestEngine } from 'aisle/testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { AisleErrorFilter } from '../src/aisle-error.filter.js';
import { AppModule } from '../src/app.module.js';
import type { SearchService } from 'aisle';
import type { books } from '../src/books.js';

const shelf = [
  {
    id: '1',
    title: 'The Left Hand of Darkness',
    authors: ['Ursula K. Le Guin'],
    isbn: '978-0-441-47812-5',
    price: 9.5,
  },
  { id: '2', title: 'The Dispossessed', authors: ['Ursula K. Le Guin'], isbn: '978-0-06-051275-0', price: 8 },
  { id: '3', title: 'Solaris', authors: ['Stanisław Lem'], isbn: '978-0-15-602760-1', price: 12 },
];

let engine: Awaited<ReturnType<typeof startTestEngine>>;
let app: INestApplication;
let address: string;

const request = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as any };
};

before(async () => {
  engine = await startTestEngine();
  app = await NestFactory.create(AppModule.with(engine.url), { logger: false });
  app.useGlobalFilters(new AisleErrorFilter());
  await app.listen(0, '127.0.0.1');
  address = await app.getUrl();
  for (const book of shelf) assert.equal((await request('PUT', '/books', book)).status, 200);
});

after(async () => {
  await app.close();
  await engine.close();
});

test('finds by a word, by a code in any punctuation, and by URL as by body', async () => {
  const byWord = await request('POST', '/books/search', { q: 'lem', facets: ['authors'] });
  assert.deepEqual(
    byWord.body.hits.map((hit: any) => hit.id),
    ['3'],
  );
  assert.equal(byWord.body.facets.authors.valueCount, 1);
  const byCode = await request('GET', '/books/search?q=9780441478125');
  assert.deepEqual(
    byCode.body.hits.map((hit: any) => hit.document),
    [shelf[0]],
  );
});

test('the service uses the repository and the search', async () => {
  assert.equal((await request('GET', `/books/cheapest/${encodeURIComponent('Ursula K. Le Guin')}`)).body.id, '2');
});

test('a wrong search is told what is wrong', async () => {
  const { status, body } = await request('GET', '/books/search?sort=title:asc');
  assert.equal(status, 400);
  assert.equal(body.code, 'NOT_SORTABLE');
});

test('a wrong document is refused with its faults', async () => {
  const { status, body } = await request('PUT', '/books', { id: '4', title: 'X', authors: [], isbn: 'x', price: -1 });
  assert.equal(status, 400);
  assert.equal(body.errors[0].path, 'price');
});

/** Wrong queries do not compile. */
export async function wrong(search: SearchService<typeof books>): Promise<void> {
  // @ts-expect-error the field is not sortable
  await search.search({ sort: ['title:asc'] });
}
