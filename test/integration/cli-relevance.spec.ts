import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { runCommand } from '../support/run-command.js';

let engine: TestEngine;
let folder: string;

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(() => engine.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aisle-relevance-'));
  await put('products.jsonl', PRODUCTS.map((product) => JSON.stringify(product)).join('\n'));
  await put('queries.tsv', QUERIES);
  await put('qrels.tsv', JUDGEMENTS);
});

afterEach(async () => {
  // Whatever a run came to, its collection is gone.
  expect((await run(['collections', '--json'])).stdout).toBe('[]\n');
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[]) =>
  runCommand(args, { environment: { AISLE_REDIS_URL: engine.url, AISLE_NAMESPACE: 'relevance' } });
const judge = (...options: readonly string[]) => run(['relevance', 'run', folder, ...options]);
const file = (name: string) => join(folder, name);
const put = (name: string, content: unknown) =>
  writeFile(file(name), typeof content === 'string' ? content : JSON.stringify(content));

const PRODUCTS = [
  { id: 'lamp', name: 'Desk lamp', description: 'A light.', price: 20 },
  { id: 'bulb', name: 'Bulb', description: 'Fits the desk lamp.', price: 3 },
  { id: 'desk', name: 'Desk', description: 'Of oak.', price: 200 },
];
const QUERIES = [
  'qid\ttype\tquery\tfilters',
  'q1\tthing\tdesk lamp',
  'q2\tthing\tlamp',
  'q3\tfilter\tlamp\t{"price": {"lte": 10}}',
  'q4\tabsent\tteapot',
].join('\n');
const JUDGEMENTS = [
  'qid\titer\tdocid\tgrade',
  'q1\t0\tlamp\t2',
  'q1\t0\tbulb\t1',
  'q2\t0\tlamp\t2',
  'q3\t0\tbulb\t1',
].join('\n');

it('prints figures by type of query', async () => {
  const { code, stdout, stderr } = await judge();
  expect([code, stderr]).toEqual([0, expect.stringMatching(/: 3 documents, 4 queries\n$/)]);
  expect(stdout.split('\n')).toEqual([
    'type    queries  nDCG@10  MRR@10  success@10  zero results',
    'thing         2    1.000   1.000       1.000         0.000',
    'filter        1    1.000   1.000       1.000         0.000',
    'absent        1        -       -           -         1.000',
    'all           4    1.000   1.000       1.000         0.250',
    '',
  ]);
});

it('writes all it knows as JSON, to the screen and to a file', async () => {
  const { code, stdout } = await judge('--json', '--report', file('report.json'));
  expect([code, await readFile(file('report.json'), 'utf8')]).toEqual([0, stdout]);
  expect(JSON.parse(stdout)).toMatchObject({
    k: 10,
    definition: { id: 'id', fields: { name: { kind: 'text', weight: 5 }, price: { kind: 'numeric' } } },
    search: {},
    summaries: [{ type: 'thing' }, { type: 'filter' }, { type: 'absent' }, { type: 'all', queries: 4 }],
    thresholds: {},
    shortfalls: [],
    queries: [
      { id: 'q1', type: 'thing', text: 'desk lamp', score: { ndcg: 1 }, found: ['lamp', 'bulb'] },
      { id: 'q2', found: ['lamp', 'bulb'] },
      { id: 'q3', found: ['bulb'] },
      { id: 'q4', score: null, found: [] },
    ],
  });
});

describe('comparing', () => {
  const WORSE = { fields: { description: { kind: 'text' }, price: { kind: 'numeric' } } };

  it('two settings tells which queries got worse', async () => {
    await put('worse.json', WORSE);
    const { code, stdout } = await judge('--compare', file('worse.json'));
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(6)).toEqual([
      `nDCG@10, before: ${folder}, after: ${file('worse.json')}`,
      'type    before  after  difference  better  worse  alike',
      'thing    1.000  0.138      −0.862       0      2      0',
      'filter   1.000  1.000      +0.000       0      0      1',
      'all      1.000  0.425      −0.575       0      2      1',
      '',
      'worse: 2',
      '  −1.000  1.000 → 0.000  q2  lamp',
      '  −0.725  1.000 → 0.275  q1  desk lamp',
      '',
    ]);
  });

  it('an earlier report with today tells which queries got better', async () => {
    await put('worse.json', WORSE);
    await judge('--settings', file('worse.json'), '--report', file('before.json'));
    const { stdout } = await judge('--compare', file('before.json'), '--json');
    expect(JSON.parse(stdout).comparison).toMatchObject({
      before: file('before.json'),
      types: [{ type: 'thing', better: 2, worse: 0 }, { type: 'filter' }, { type: 'all' }],
      changes: [{ id: 'q2', before: 0, after: 1 }, { id: 'q1' }],
    });
  });

  it('members of every search can differ', async () => {
    await put('search.json', { search: { timeoutMs: 9_000 } });
    const { code, stdout } = await judge('--compare', file('search.json'), '--json');
    expect([code, JSON.parse(stdout).comparison.changes]).toEqual([0, []]);
    await put('search.json', { search: { typoes: false } });
    const refused = await judge('--compare', file('search.json'));
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/error: The query "q1" failed: .*typoes.*\[UNKNOWN_PARAMETER\]\n$/),
    ]);
  });
});

describe('the exit code is 1', () => {
  beforeEach(() =>
    put('qrels.tsv', JUDGEMENTS.replace('q2\t0\tlamp', 'q2\t0\tdesk').replace('q1\t0\tlamp\t2', 'q1\t0\tlamp\t1')),
  );

  it.each([
    ['0.6', 0, ''],
    ['thing=0.5', 0, ''],
    ['thing=0.6', 1, 'below the threshold: nDCG@10 of thing is 0.5000, wanted 0.6'],
    ['0.9,thing=0.6', 1, 'below the threshold: nDCG@10 of all is 0.6667, wanted 0.9'],
  ])('under the threshold %s: %i', async (threshold, expected, told) => {
    const { code, stdout, stderr } = await judge('--min-ndcg', threshold);
    expect([code, stdout]).toEqual([expected, expect.stringContaining('thing         2    0.500')]);
    expect(stderr).toContain(told);
  });

  it('under a threshold of the folder, which an option goes before', async () => {
    await put('thresholds.json', { thing: 0.6 });
    expect((await judge()).code).toBe(1);
    expect((await judge('--min-ndcg', 'thing=0.4')).code).toBe(0);
  });
});

describe('what cannot be judged is refused, and nothing is left behind', () => {
  it.each([
    [
      'a product that does not fit',
      'products.jsonl',
      `{"id":"lamp","name":"A"}\n{"id":"bulb","name":5}\n{"id":"desk"}`,
      'definition.json',
      'VALIDATION_FAILED',
    ],
    ['judgements of unknown products', 'qrels.tsv', 'qid\tdocid\tgrade\nq1\tsofa\t1', null, 'INVALID_VALUE'],
    [
      'a filter on what is not indexed',
      'queries.tsv',
      'qid\ttype\tquery\tfilters\nq1\tthing\ta\t{"colour":"red"}\nq2\tthing\tb\nq3\tthing\tc',
      null,
      'UNKNOWN_FIELD',
    ],
    ['settings that are no JSON', 'definition.json', '{', null, 'INVALID_JSON'],
    [
      'a definition of an unknown kind',
      'definition.json',
      '{"fields":{"name":{"kind":"texts"}}}',
      null,
      'INVALID_DEFINITION',
    ],
    ['a threshold that nothing is measured by', 'thresholds.json', '{"things":1}', null, 'INVALID_VALUE'],
  ])('%s', async (_, name, content, definition, errorCode) => {
    await put(name, content);
    if (definition !== null) await put(definition, { fields: { name: { kind: 'text' }, price: { kind: 'numeric' } } });
    const { code, stdout, stderr } = await judge();
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(`[${errorCode}]\n`)]);
  });

  it('a folder without products', async () => {
    await rm(file('products.jsonl'));
    expect(await judge()).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: "${folder}" holds no products.jsonl or products.ndjson, nor does the folder above. Name the file with --products <file>. [INVALID_VALUE]\n`,
    });
    await put('others.ndjson', PRODUCTS.map((product) => JSON.stringify(product)).join('\n'));
    expect((await judge('--products', file('others.ndjson'))).code).toBe(0);
  });

  it('a report that is none', async () => {
    await put('report.json', { queries: [{}] });
    const { code, stderr } = await judge('--compare', file('report.json'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('is no report that --report wrote. [INVALID_VALUE]')]);
  });
});
