import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { IndexBuildingError } from '../../src/lib/errors/collection-errors.js';
import { CollectionManager } from '../../src/lib/indexes/collection-manager.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { createEngineHomes } from '../support/engine-homes.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { putAll } from '../support/test-shop.js';

const DOCUMENTS = 10_000;
const homes = createEngineHomes();
const connections: RedisConnection[] = [];
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await homes.clean();
});

/** A collection whose index is younger than all of its documents, so that a started engine has to build it anew. */
async function openChangedCollection(home: string) {
  const { url } = await homes.start(home);
  const connection = await openConnection({ url });
  connections.push(connection);
  const keys = createKeys('rebuild');
  const store = new DefinitionStore(connection, keys);
  const manager = new CollectionManager({ connection, keys, definitions: store });
  const access = { definitions: store.handle('things'), connection, keys };
  await manager.put('things', { fields: { name: { kind: 'text' } } });
  await putAll(
    new DocumentRepository(access),
    Array.from({ length: DOCUMENTS }, (_, number) => ({ id: String(number), name: `thing ${number}` })),
  );
  await manager.put('things', { fields: { name: { kind: 'text' }, colour: { kind: 'tag', facet: true } } });
  await manager.settled();
  await sendTo(url, ['CONFIG', 'SET', 'appendfsync', 'always'], ['SET', 'last', 'write']);
  return { url, connection, search: new SearchService(access) };
}

it('a search on an index that the engine builds anew is refused until it finds everything', async () => {
  const home = await homes.folder();
  const { search } = await openChangedCollection(home);
  const total = async () => (await search.search({ q: 'thing', size: 1, timeoutMs: 10_000 })).total;
  expect(await total()).toBe(DOCUMENTS);

  const { pid } = await readEngineState(home);
  process.kill(pid!, 'SIGKILL');
  const totals = new Set<number>();
  const refusals = new Set<string>();
  await until('search over all documents', async () => {
    try {
      totals.add((await search.search({ q: 'thing', size: 1, timeoutMs: 20, partial: 'fail' })).total);
    } catch (error) {
      refusals.add((error as Error).name);
      if (error instanceof IndexBuildingError) expect(error).toMatchObject({ status: 503, retryAfter: 1 });
    }
    return totals.size > 0;
  });
  expect([...totals]).toEqual([DOCUMENTS]);
  expect(refusals).toContain('IndexBuildingError');
});

it('a search waits for the index as long as it may take', async () => {
  const home = await homes.folder();
  const { connection, search } = await openChangedCollection(home);
  const { pid } = await readEngineState(home);
  process.kill(pid!, 'SIGKILL');
  await until('connection to the new engine', () =>
    connection.send(['PING']).then(
      () => true,
      () => false,
    ),
  );
  expect((await search.search({ q: 'thing', size: 1, timeoutMs: 10_000 })).total).toBe(DOCUMENTS);
});
