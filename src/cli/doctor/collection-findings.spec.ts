import { collectionFindings } from './collection-findings.js';
import type { CollectionFacts } from './facts.js';
import type { Finding } from './finding.js';

const PRODUCTS: CollectionFacts = {
  description: {
    name: 'products',
    id: 'id',
    fields: { name: { kind: 'text' } },
    defaultSort: [],
    partitions: 1,
    documents: 420,
    index: { state: 'ready', progress: 1 },
    source: 'code',
  },
  index: {
    name: 'aisle:idx:products:v1',
    documents: 420,
    indexed: 0,
    isBuilding: false,
    progress: 1,
    failures: 0,
    lastError: null,
    lastErrorKey: null,
    memoryBytes: 1_000,
  },
  verification: {
    collection: 'products',
    documents: 420,
    indexed: 420,
    missing: { count: 0, examples: [] },
    foreign: { count: 0, keys: [] },
  },
  plan: 'unchanged',
};

const withCollection = (change: Partial<CollectionFacts>) => collectionFindings({ ...PRODUCTS, ...change });
const withIndexState = (index: CollectionFacts['description']['index'], source: 'code' | 'stored' = 'code') =>
  withCollection({ description: { ...PRODUCTS.description, index, source }, verification: null });

const okWith = (message: string): readonly Finding[] => [{ severity: 'ok', subject: 'collection products', message }];

describe('all is well with', () => {
  it.each<[string, Partial<CollectionFacts>, string]>([
    ['a collection whose documents are all found', {}, '420 documents, index ready, searches find them all'],
    ['one that was not looked through', { verification: null }, '420 documents, index ready'],
    [
      'one whose refused documents were mended',
      { index: { ...PRODUCTS.index!, failures: 3, lastError: 'x', lastErrorKey: 'k' } },
      '420 documents, index ready, searches find them all (3 were refused at some time, all are mended or gone)',
    ],
  ])('%s', (_, change, message) => {
    expect(withCollection(change)).toEqual(okWith(message));
  });
});

describe('each problem has a severity, says what is wrong, and what to do', () => {
  it.each<[string, readonly Finding[], readonly [Finding['severity'], string, RegExp, RegExp][]]>([
    [
      'a missing index',
      withIndexState({ state: 'missing', progress: 0 }),
      [['error', 'collection products', /index is missing/, /aisle index apply products/]],
    ],
    [
      'a missing index of a collection made at run time',
      withIndexState({ state: 'missing', progress: 0 }, 'stored'),
      [['error', 'collection products', /index is missing/, /^Start a server\.$/]],
    ],
    [
      'an index that is being built',
      withIndexState({ state: 'building', progress: 0.429 }),
      [['warning', 'collection products', /being built \(42 %\)/, /Wait/]],
    ],
    [
      'a migration',
      withIndexState({ state: 'migrating', progress: 0.5 }),
      [['warning', 'collection products', /under way \(50 %\)/, /repeat "aisle index apply"/]],
    ],
    [
      'a migration that failed',
      withIndexState({
        state: 'ready',
        progress: 1,
        error: { code: 'DOCUMENTS_DO_NOT_FIT', message: '2 do not fit.' },
      }),
      [['warning', 'collection products', /2 do not fit\. \[DOCUMENTS_DO_NOT_FIT\]/, /Mend/]],
    ],
    [
      'a definition that is not the one of the catalogue',
      withCollection({ plan: 'changed' }),
      [['warning', 'collection products', /differs from the catalogue/, /aisle index plan products/]],
    ],
    [
      'documents that are not found',
      withCollection({
        index: {
          ...PRODUCTS.index!,
          failures: 2,
          lastError: 'Invalid numeric',
          lastErrorKey: 'aisle:{products}:doc:7',
        },
        verification: {
          ...PRODUCTS.verification!,
          indexed: 419,
          missing: { count: 1, examples: [{ id: '7', message: 'price must be a number' }] },
        },
      }),
      [
        [
          'error',
          'collection products',
          /^1 document of 420 cannot be found by searches: "7" \(price must be a number\)\. The engine's last word: Invalid numeric, key aisle:\{products\}:doc:7\.$/,
          /write them again/,
        ],
      ],
    ],
    [
      'refused documents, without looking at every key',
      withCollection({
        index: { ...PRODUCTS.index!, failures: 2, lastError: 'Invalid numeric', lastErrorKey: 'k' },
        verification: null,
      }),
      [
        [
          'warning',
          'collection products',
          /refused to index documents 2 times, last: Invalid numeric, key k/,
          /without --quick/,
        ],
      ],
    ],
    [
      'keys of another program',
      withCollection({
        verification: { ...PRODUCTS.verification!, foreign: { count: 1, keys: ['aisle:{products}:doc:x'] } },
      }),
      [['warning', 'collection products', /1 keys among the documents are none: aisle/, /--namespace/]],
    ],
  ])('%s', (_, findings, expected) => {
    expect(findings).toEqual(
      expected.map(([severity, subject, message, advice]) => ({
        severity,
        subject,
        message: expect.stringMatching(message),
        advice: expect.stringMatching(advice),
      })),
    );
  });
});
