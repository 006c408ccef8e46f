import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { runCommand } from '../support/run-command.js';

const SEEDS = { products: 'seed/products.ndjson', shops: 'seed/shops.ndjson' } as const;

let engine: TestEngine;
let folder: string;
let namespaces = 0;

beforeAll(async () => {
  engine = await startTestEngine();
  folder = await mkdtemp(join(tmpdir(), 'aisle-cli-'));
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** Runs commands in a namespace that nothing else uses. */
function inNamespace() {
  const environment = { AISLE_REDIS_URL: engine.url, AISLE_NAMESPACE: `cli-${namespaces++}` };
  return (args: readonly string[], input: string | Buffer = '') => runCommand(args, { environment, input });
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const parsed = (text: string) =>
  linesOf(text)
    .map((line) => JSON.parse(line) as { id: string })
    .sort((a, b) => (a.id < b.id ? -1 : 1));

const SHOP = {
  id: 's1',
  name: 'One',
  address: 'Street 1',
  city: 'Berlin',
  country: 'DE',
  location: { lat: 1, lon: 2 },
};
const ndjson = (...documents: readonly object[]) =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join('');

describe('seed', () => {
  it('loads products and shops, and finds them unchanged the next time', async () => {
    const run = inNamespace();
    const [productCount, shopCount] = await Promise.all(
      Object.values(SEEDS).map(async (path) => linesOf(await readFile(path, 'utf8')).length),
    );
    const first = await run(['seed']);
    expect(first).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        new RegExp(
          `^products: ${productCount} created, 0 replaced, 0 unchanged, 0 failed \\(.*\\)\n` +
            `shops: ${shopCount} created, 0 replaced, 0 unchanged, 0 failed \\(.*\\)\n$`,
        ),
      ),
      stderr: '',
    });
    const again = await run(['seed']);
    expect(again.stdout).toContain(`products: 0 created, 0 replaced, ${productCount} unchanged, 0 failed`);
    expect(again.stdout).toContain(`shops: 0 created, 0 replaced, ${shopCount} unchanged, 0 failed`);
  });

  it('puts back what was changed or is missing', async () => {
    const run = inNamespace();
    const shops = parsed(await readFile(SEEDS.shops, 'utf8'));
    await run(['import', 'shops', '-'], ndjson(...shops.slice(2), { ...shops[0]!, name: 'Changed' }));
    const { stdout } = await run(['seed']);
    expect(stdout).toContain(`shops: 1 created, 1 replaced, ${shops.length - 2} unchanged, 0 failed`);
    expect(parsed((await run(['export', 'shops'])).stdout)).toEqual(shops);
  });
});

describe('generate', () => {
  it('makes the same products for the same seed, as NDJSON and in a collection', async () => {
    const run = inNamespace();
    const file = join(folder, 'generated.ndjson');
    const stored = await run(['generate', '--count', '150', '--seed', '7']);
    expect(stored).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^products: 150 created, 0 replaced, 0 failed/),
      stderr: '',
    });
    const written = await run(['generate', '--count', '150', '--seed', '7', '--out', '-']);
    expect(written).toEqual({ code: 0, stdout: expect.any(String), stderr: '150 documents written\n' });
    await run(['generate', '--count', '150', '--seed', '7', '--out', file]);
    expect(await readFile(file, 'utf8')).toBe(written.stdout);
    expect(parsed((await run(['export', 'products'])).stdout)).toEqual(parsed(written.stdout));
  });

  it('fills a collection that was made at run time', async () => {
    const run = inNamespace();
    const definition = JSON.stringify({ fields: { name: { kind: 'text' } } });
    await run(['index', 'apply', 'many', '--definition', '-'], definition);
    const { stdout } = await run(['generate', '--count', '5', '--collection', 'many']);
    expect(stdout).toMatch(/^many: 5 created/);
  });

  it('refuses a collection that there is not', async () => {
    const { code, stderr } = await inNamespace()(['generate', '--collection', 'nosuch']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: There is no collection "nosuch".*\[COLLECTION_NOT_FOUND\]\n$/),
    ]);
  });
});

describe('import', () => {
  it('makes a collection of the catalogue, creates and replaces documents', async () => {
    const run = inNamespace();
    const first = await run(['import', 'shops', '-'], ndjson(SHOP, { ...SHOP, id: 's2' }));
    expect(first).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^shops: 2 created, 0 replaced, 0 failed \(.*\)\n$/),
      stderr: '',
    });
    const again = await run(['import', 'shops', '-'], `﻿\r\n${ndjson({ ...SHOP, name: 'Two' }).trim()}\r\n`);
    expect(again.stdout).toMatch(/^shops: 0 created, 1 replaced, 0 failed/);
    expect(parsed((await run(['export', 'shops'])).stdout)).toEqual([
      { ...SHOP, name: 'Two' },
      { ...SHOP, id: 's2' },
    ]);
  });

  it('reads a file, tells the first 20 failed lines, reports all, and fails', async () => {
    const run = inNamespace();
    const file = join(folder, 'input.ndjson');
    const report = join(folder, 'report.ndjson');
    const bad = Array.from({ length: 24 }, (_, at) => ({ id: `bad${at}` }));
    await writeFile(file, `${ndjson(SHOP)}\nnot json\n${ndjson(...bad)}`);
    const { code, stdout, stderr } = await run(['import', 'shops', file, '--report', report]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^shops: 1 created, 0 replaced, 25 failed/)]);
    const told = linesOf(stderr);
    expect(told).toHaveLength(21);
    expect(told[0]).toBe('line 3: The line is not valid JSON at column 1: expected value, found "not". [INVALID_JSON]');
    expect(told[1]).toMatch(/^line 4 \(bad0\): .* \[VALIDATION_FAILED\]$/);
    expect(told[20]).toBe('… and 5 more');
    const reported = linesOf(await readFile(report, 'utf8')).map((line) => JSON.parse(line) as { line: number });
    expect(reported.map(({ line }) => line)).toEqual(Array.from({ length: 25 }, (_, at) => at + 3));
    expect(reported[1]).toEqual({
      line: 4,
      id: 'bad0',
      status: 'failed',
      code: 'VALIDATION_FAILED',
      detail: expect.stringMatching(/: name: is missing \(and 3 more\)\.$/),
      errors: ['name', 'address', 'city', 'country'].map((path) => ({ path, message: 'is missing' })),
    });
  });

  it('leaves an empty report when nothing failed', async () => {
    const report = join(folder, 'empty.ndjson');
    const { code } = await inNamespace()(['import', 'shops', '-', '--report', report], ndjson(SHOP));
    expect([code, await readFile(report, 'utf8')]).toEqual([0, '']);
  });

  it('does not touch an engine when the collection is unknown', async () => {
    const run = inNamespace();
    const { code, stderr } = await run(['import', 'nosuch', '-'], ndjson(SHOP));
    expect([code, stderr]).toEqual([1, expect.stringContaining('[COLLECTION_NOT_FOUND]')]);
    expect(stderr).toContain('Make it with PUT /v1/collections/nosuch, or declare it in code with defineCollection.');
    expect((await run(['collections', '--json'])).stdout).toBe('[]\n');
  });
});

describe('export', () => {
  it('writes documents that an import into another store makes the same of', async () => {
    const [from, to] = [inNamespace(), inNamespace()];
    await from(['generate', '--count', '300']);
    const { code, stdout, stderr } = await from(['export', 'products']);
    expect([code, stderr]).toEqual([0, 'products: 300 documents exported\n']);
    expect((await to(['import', 'products', '-'], stdout)).code).toBe(0);
    expect(parsed((await to(['export', 'products'])).stdout)).toEqual(parsed(stdout));
  });

  it('replaces a file only when it is complete', async () => {
    const run = inNamespace();
    const file = join(folder, 'shops.ndjson');
    await writeFile(file, 'the former one');
    const failed = await run(['export', 'shops', '--out', file]);
    expect([failed.code, await readFile(file, 'utf8')]).toEqual([1, 'the former one']);
    await run(['import', 'shops', '-'], ndjson(SHOP));
    const { code, stdout } = await run(['export', 'shops', '--out', file]);
    expect([code, stdout, await readFile(file, 'utf8')]).toEqual([0, '', ndjson(SHOP)]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it.each([
    ['/no/such/folder/file', 'there is no such file or folder'],
    ['/', 'it is a folder'],
  ])('tells that %s cannot be written', async (path, reason) => {
    const run = inNamespace();
    await run(['import', 'shops', '-'], ndjson(SHOP));
    expect(await run(['export', 'shops', '--out', path])).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: "${path}" cannot be written: ${reason}. [INVALID_VALUE]\n`,
    });
  });
});
