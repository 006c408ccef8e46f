import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AisleModule, getRepositoryToken, getSearchToken } from '../../dist/lib/index.js';
import { products } from '../../dist/server/catalog/products.js';

/** Aisle inside an application. */
export async function connect({ redisUrl, redis = { url: redisUrl }, namespace, cacheBytes, columnBytes }) {
  const imports = [
    AisleModule.forRoot({
      redis,
      namespace,
      searchCache: { bytes: cacheBytes },
      searchColumns: columnBytes === undefined ? {} : { bytes: columnBytes },
    }),
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
