import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AisleModule, getRepositoryToken, getSearchToken } from '../../dist/lib/index.js';
import { products } from '../../dist/server/catalog/products.js';

/** Aisle inside an application. */
export async function connect({ redisUrl, namespace, cacheBytes }) {
  const imports = [
    AisleModule.forRoot({ redis: { url: redisUrl }, namespace, searchCache: { bytes: cacheBytes } }),
    AisleModule.forFeature([products]),
  ];
  const app = await NestFactory.createApplicationContext({ module: Object, imports }, { logger: false });
  const repository = app.get(getRepositoryToken(products), { strict: false });
  const search = app.get(getSearchToken(products), { strict: false });

  return {
    prepare: (documents) => documents,

    write: async (documents) => {
      let written = 0;
      for await (const { status } of repository.putMany(documents)) if (status !== 'failed') written++;
      return written;
    },

    warmUp: () => search.warmUp(),
    get: async ({ id }) => (await repository.get(id))?.document.id,
    search: (request) => search.search(request),
    patch: ({ id, ...change }) => repository.patch(id, change),
    kept: () => search.cacheStats,
    close: () => app.close(),
  };
}
