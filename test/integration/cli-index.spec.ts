import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { text } from '../../src/lib/collections/fields.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { CollectionManager } from '../../src/lib/indexes/collection-manager.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { runCommand } from '../support/run-command.js';

class OldShop {
  id!: string;
  name!: string;
}

let engine: TestEngine;
let namespaces = 0;

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(() => engine.close());

/** Runs commands in a namespace that nothing else uses. */
function inNamespace() {
  const namespace = `cli-${namespaces++}`;
  const environment = { REDIS_URL: engine.url, AISLE_NAMESPACE: namespace };
  const run = (args: readonly string[], input = '') => runCommand(args, { environment, input });
  /** Drops the index behind the commands' back. */
  const dropIndex = async (collection: string) => {
    const connection = await openConnection({ url: engine.url });
    const info = await connection.send(['FT.INFO', createKeys(namespace).indexAlias(collection)]);
    await connection.send(['FT.DROPINDEX', String(Object(info).index_name)]);
    await connection.close();
  };
  /** Declares shops as an older version of the catalogue may have. */
  const declareOldShops = async () => {
    const connection = await openConnection({ url: engine.url });
    const keys = createKeys(namespace);
    const manager = new CollectionManager({ connection, keys, definitions: new DefinitionStore(connection, keys) });
    await manager.declare(defineCollection('shops', OldShop, { name: text() }));
    await connection.close();
  };
  return { run, dropIndex, declareOldShops };
}

const BOOKS = { fields: { title: { kind: 'text' }, price: { kind: 'numeric' } } };
const definition = (fields: object) => JSON.stringify({ ...BOOKS, fields: { ...BOOKS.fields, ...fields } });
const plan = (json: string) => [['index', 'plan', 'books', '--definition', '-'], json] as const;
const apply = (json: string) => [['index', 'apply', 'books', '--definition', '-'], json] as const;
const BOOK = '{"id":"1","title":"Dune","price":9}\n';

describe('index plan and apply', () => {
  it('make a collection of the catalogue', async () => {
    const { run } = inNamespace();
    const before = await run(['index', 'plan', 'shops']);
    expect([before.code, before.stderr]).toEqual([2, '']);
    expect(before.stdout).toMatch(
      /^shops: create the collection\n {2}add address: text\n[^]*\n {2}build the index \S+\n$/,
    );
    const applied = await run(['index', 'apply', 'shops']);
    expect([applied.code, applied.stdout]).toEqual([0, `${before.stdout}shops: done, 0 documents in the index\n`]);
    expect(await run(['index', 'plan', 'shops'])).toEqual({
      code: 0,
      stdout: 'shops: nothing to change\n',
      stderr: '',
    });
    expect((await run(['index', 'apply', 'shops'])).stdout).toBe('shops: nothing to change\n');
  });

  it('make and change a collection of a file, with the documents that it has', async () => {
    const { run } = inNamespace();
    expect((await run(...plan(definition({})))).code).toBe(2);
    expect((await run(...apply(definition({})))).stdout).toContain('books: done, 0 documents in the index');
    await run(['import', 'books', '-'], BOOK);
    const wanted = definition({ price: { kind: 'numeric', sortable: true }, author: { kind: 'tag', facet: true } });
    const planned = await run(...plan(wanted));
    expect([planned.code, planned.stdout]).toEqual([2, expect.stringContaining('\n  add author: tag (facet)\n')]);
    const applied = await run(...apply(wanted));
    expect([applied.code, applied.stdout]).toEqual([0, `${planned.stdout}books: done, 1 document in the index\n`]);
    expect((await run(...plan(wanted))).code).toBe(0);
  });

  it('bring a stored collection to what the catalogue says', async () => {
    const { run, declareOldShops } = inNamespace();
    await declareOldShops();
    const planned = await run(['index', 'plan', 'shops']);
    expect([planned.code, planned.stdout]).toEqual([
      2,
      expect.stringContaining('change the collection\n  add address: text\n'),
    ]);
    const refused = await run(['import', 'shops', '-'], '{}');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/aisle index apply shops[^]*\[MIGRATION_REQUIRED\]\n$/),
    ]);
    expect((await run(['doctor'])).stdout).toContain(
      'collection shops: the stored definition differs from the catalogue',
    );
    expect((await run(['index', 'apply', 'shops'])).code).toBe(0);
    expect((await run(['index', 'plan', 'shops'])).code).toBe(0);
    expect((await run(['doctor'])).stdout).not.toContain('differs from the catalogue');
  });

  it('show the plan as JSON', async () => {
    const { run } = inNamespace();
    const { code, stdout } = await run(['index', 'plan', 'products', '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      expect.objectContaining({ collection: 'products', status: 'missing', needed: true }),
    ]);
  });

  it('refuse a definition that documents do not fit, and leave the former one in force', async () => {
    const { run } = inNamespace();
    await run(...apply(definition({})));
    await run(['import', 'books', '-'], BOOK);
    const { code, stderr } = await run(...apply(definition({ price: { kind: 'tag' } })));
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: 1 document of "books" .*\[DOCUMENTS_DO_NOT_FIT\]\n$/),
    ]);
    expect((await run(...plan(definition({})))).stdout).toBe('books: nothing to change\n');
  });

  it.each(['shops', 'books'])('bring back an index of %s that was dropped', async (name) => {
    const { run, dropIndex } = inNamespace();
    const file = name === 'books' ? (['--definition', '-'] as const) : [];
    const [planned, applied] = [
      ['index', 'plan', name, ...file],
      ['index', 'apply', name, ...file],
    ];
    await run(applied, definition({}));
    await run(['import', name, '-'], name === 'books' ? BOOK : '');
    await dropIndex(name);
    const before = await run(planned, definition({}));
    expect([before.code, before.stdout]).toEqual([
      2,
      expect.stringMatching(/build the index \S+, which is missing\n$/),
    ]);
    expect((await run(applied, definition({}))).code).toBe(0);
    expect((await run(planned, definition({}))).code).toBe(0);
  });

  it.each([
    [
      'a file for a collection of the catalogue',
      ['index', 'plan', 'shops', '--definition', '-'],
      definition({}),
      'DEFINED_IN_CODE',
    ],
    ['a file that is no JSON', ['index', 'apply', 'books', '--definition', '-'], '{', 'INVALID_JSON'],
    [
      'a file that is no definition',
      ['index', 'apply', 'books', '--definition', '-'],
      '{"fields":{"a":{"kind":"b"}}}',
      'INVALID_DEFINITION',
    ],
    ['a name that is none', ['index', 'plan', 'No', '--definition', '-'], definition({}), 'INVALID_DEFINITION'],
  ])('refuse %s', async (_, args, input, code) => {
    const result = await inNamespace().run(args, input);
    expect([result.code, result.stderr]).toEqual([1, expect.stringMatching(new RegExp(`^error: .*\\[${code}\\]\n$`))]);
  });
});

describe('collections', () => {
  it('lists name, documents, fields, source and index', async () => {
    const { run, dropIndex } = inNamespace();
    await run(['index', 'apply', 'shops']);
    await run(...apply(definition({})));
    await run(['import', 'books', '-'], BOOK);
    await dropIndex('shops');
    expect((await run(['collections'])).stdout).toBe(
      [
        'name   documents  fields  source  index',
        'books          1       2  stored  ready',
        'shops          0       7  code    missing',
        '',
      ].join('\n'),
    );
    const listed = JSON.parse((await run(['collections', '--json'])).stdout);
    expect(listed).toEqual([
      expect.objectContaining({ name: 'books', documents: 1, ...BOOKS, index: { state: 'ready', progress: 1 } }),
      expect.objectContaining({ name: 'shops', source: 'code', index: { state: 'missing', progress: 0 } }),
    ]);
  });

  it('says how to begin when there is none', async () => {
    const { code, stderr } = await inNamespace().run(['collections']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('aisle seed')]);
  });
});
