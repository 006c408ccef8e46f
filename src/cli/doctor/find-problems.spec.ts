import { statusFindings } from '../../lib/index.js';
import type { EngineStatus } from '../../lib/index.js';
import type { EngineFacts, Facts } from './facts.js';
import { findProblems } from './find-problems.js';
import { worstOf } from './finding.js';
import type { Finding } from './finding.js';

const STATUS: EngineStatus = {
  role: 'master',
  uptimeSeconds: 60,
  isLoading: false,
  memory: { usedBytes: 1_000_000, peakBytes: 2_000_000, limitBytes: 0, fragmentation: 1.1, policy: 'noeviction' },
  persistence: {
    aof: { isOn: true, fsync: 'everysec', lastWriteIsOk: true, lastRewriteIsOk: true },
    rdb: { schedule: '3600 1', lastSaveIsOk: true, lastSave: null, changesSince: 3 },
  },
  clients: { connected: 2, blocked: 0, max: 10_000, rejected: 0 },
  activity: { operationsPerSecond: 0, commands: 9, hits: 1, misses: 9, hitRatio: 0.1, evicted: 0, expired: 0 },
  replication: { replicas: [] },
};
const { memory, persistence, clients, activity } = STATUS;
const node = (status: EngineStatus | null) => ({
  server: 'h:1',
  status,
  slowLog: [],
  findings: statusFindings(status),
});

const ENGINE: EngineFacts = {
  kind: 'embedded',
  place: '/home/shop/.aisle',
  version: '8.2.3',
  modules: { search: '2.10.5', ReJSON: '2.8.3' },
  maxPrefixExpansions: 10_000_000,
  minPrefix: 1,
  searchable: true,
  nodes: [node(STATUS)],
};

const FACTS: Facts = { configuration: { values: [], fault: null }, engine: ENGINE, collections: [] };

/** Those that are not ok. */
const problemsOf = (facts: Partial<Facts>): readonly Finding[] =>
  findProblems({ ...FACTS, ...facts }).filter(({ severity }) => severity !== 'ok');
const withEngine = (change: Partial<EngineFacts>) => problemsOf({ engine: { ...ENGINE, ...change } });
const withStatus = (change: Partial<EngineStatus>) => withEngine({ nodes: [node({ ...STATUS, ...change })] });
it('finds nothing wrong with a healthy store, and says what it looked at', () => {
  const findings = findProblems(FACTS);
  expect(worstOf(findings)).toBe('ok');
  expect(findings.map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
    'configuration: is valid',
    'engine: Redis 8.2.3 answers, an engine of its own in /home/shop/.aisle',
    'modules: search 2.10.5, ReJSON 2.8.3',
    'prefixes: complete from 1 letter on, up to 10,000,000 words',
    'memory: 1.0 MB used, 2.0 MB at most so far, no limit',
    'eviction: nothing is evicted (maxmemory-policy noeviction)',
    'persistence: append-only file is on (everysec)',
    'clients: 2 of at most 10,000 connected, 0 waiting',
  ]);
});

describe('each problem has a severity, says what is wrong, and what to do', () => {
  const failure = { code: 'ENGINE_UNAVAILABLE', message: 'Nothing listens there.' };
  const cases: readonly [
    string,
    readonly Finding[],
    readonly (readonly [Finding['severity'], string, RegExp, RegExp])[],
  ][] = [
    [
      'a wrong configuration',
      problemsOf({ configuration: { values: [], fault: 'PORT is "x".' } }),
      [['error', 'configuration', /PORT is "x"/, /Set it to/]],
    ],
    [
      'a wrong address of the engine, once',
      problemsOf({
        configuration: { values: [], fault: '--url is wrong.' },
        engine: { failure: { code: 'INVALID_CONFIGURATION', message: '--url is wrong.' } },
      }),
      [['error', 'configuration', /--url is wrong/, /Set it to/]],
    ],
    [
      'an engine that does not answer',
      problemsOf({ engine: { failure }, collections: [] }),
      [['error', 'engine', /Nothing listens there\. \[ENGINE_UNAVAILABLE\]/, /until the engine answers/]],
    ],
    [
      'collections that cannot be read',
      problemsOf({ collections: { failure } }),
      [['error', 'collections', /Nothing listens there/, /mended/]],
    ],
    [
      'a missing module',
      withEngine({ modules: { ReJSON: '2.8.3' } }),
      [['error', 'modules', /missing: search/, /Redis 8/]],
    ],
    [
      'an old search module',
      withEngine({ modules: { search: '2.8.9', ReJSON: '2.6.0' } }),
      [['error', 'modules', /search 2\.8\.9 is too old/, /Redis 8/]],
    ],
    [
      'prefixes that are cut',
      withEngine({ maxPrefixExpansions: 200 }),
      [['warning', 'prefixes', /more than 200 words/, /search-max-prefix-expansions 10000000,/]],
    ],
    [
      'short prefixes that find nothing',
      withEngine({ minPrefix: 2 }),
      [['warning', 'prefixes', /shorter than 2 letters/, /CONFIG SET search-min-prefix 1,/]],
    ],
    [
      'a cluster that cannot be searched',
      withEngine({ searchable: false }),
      [['error', 'engine', /cluster/, /Redis 8 .* or one server/]],
    ],
    [
      'INFO that is not allowed',
      withEngine({ nodes: [node(null)] }),
      [['warning', 'engine', /INFO is not allowed/, /Allow/]],
    ],
    ['a replica', withStatus({ role: 'slave' }), [['error', 'engine', /takes no writes/, /primary/]]],
    ['an engine that loads', withStatus({ isLoading: true }), [['warning', 'engine', /loading/, /Wait/]]],
    [
      'memory that runs short',
      withStatus({ memory: { ...memory, limitBytes: 1_200_000 } }),
      [['warning', 'memory', /83 % of the limit of 1\.2 MB/, /Raise maxmemory/]],
    ],
    [
      'memory that is used up',
      withStatus({ memory: { ...memory, limitBytes: 1_000_000 } }),
      [['error', 'memory', /100 % of the limit/, /Raise maxmemory/]],
    ],
    [
      'fragmented memory',
      withStatus({ memory: { ...memory, usedBytes: 1e9, fragmentation: 2.04 } }),
      [['warning', 'memory', /2\.0 times/, /activedefrag/]],
    ],
    [
      'reads that miss',
      withStatus({ activity: { ...activity, hits: 890, misses: 110, hitRatio: 0.89 } }),
      [['warning', 'hits', /89 % .* less than 90 %/, /longer TTL/]],
    ],
    [
      'keys that were evicted',
      withStatus({ activity: { ...activity, evicted: 12 } }),
      [['error', 'eviction', /12 keys were removed/, /Raise maxmemory/]],
    ],
    [
      'a replica that is behind',
      withStatus({ replication: { replicas: [{ server: 'r:1', state: 'online', lagSeconds: 12, lagBytes: 5 }] } }),
      [['warning', 'replication', /r:1 was heard of 12 s ago/, /lost if the primary dies/]],
    ],
    [
      'a replica that copies everything anew',
      withStatus({ replication: { replicas: [{ server: 'r:1', state: 'wait_bgsave', lagSeconds: 0, lagBytes: 0 }] } }),
      [['warning', 'replication', /r:1 does not follow: wait_bgsave/, /log/]],
    ],
    [
      'eviction of documents',
      withStatus({ memory: { ...memory, policy: 'allkeys-lru' } }),
      [['error', 'eviction', /documents vanish silently.*allkeys-lru/, /noeviction/]],
    ],
    [
      'eviction of locks',
      withStatus({ memory: { ...memory, policy: 'volatile-ttl' } }),
      [['warning', 'eviction', /locks and caches vanish/, /noeviction/]],
    ],
    [
      'an append-only file that cannot be written',
      withStatus({ persistence: { ...persistence, aof: { ...persistence.aof, lastWriteIsOk: false } } }),
      [['error', 'persistence', /last write of the append-only file failed/, /disk/]],
    ],
    [
      'an append-only file that only grows',
      withStatus({ persistence: { ...persistence, aof: { ...persistence.aof, lastRewriteIsOk: false } } }),
      [['warning', 'persistence', /it grows/, /disk/]],
    ],
    [
      'a snapshot that failed',
      withStatus({ persistence: { ...persistence, rdb: { ...persistence.rdb, lastSaveIsOk: false } } }),
      [['error', 'persistence', /last snapshot failed/, /disk/]],
    ],
    [
      'writes that are not brought to the disk',
      withStatus({ persistence: { ...persistence, aof: { ...persistence.aof, fsync: 'no' } } }),
      [['warning', 'persistence', /appendfsync no/, /everysec/]],
    ],
    [
      'snapshots alone',
      withStatus({ persistence: { ...persistence, aof: { ...persistence.aof, isOn: false } } }),
      [['warning', 'persistence', /would lose the last 3 changes/, /appendonly yes/]],
    ],
    [
      'no persistence',
      withStatus({
        persistence: { aof: { ...persistence.aof, isOn: false }, rdb: { ...persistence.rdb, schedule: '' } },
      }),
      [['warning', 'persistence', /a restart loses all documents/, /appendonly yes/]],
    ],
    [
      'too many clients',
      withStatus({ clients: { ...clients, connected: 9_000, rejected: 4 } }),
      [
        ['warning', 'clients', /9,000 of at most 10,000/, /maxclients/],
        ['warning', 'clients', /4 were turned away/, /CLIENT LIST/],
      ],
    ],
  ];

  it.each(cases)('%s', (_, findings, expected) => {
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

it.each([
  ['on a server of Redis 8', { modules: { search: '8.2.0', ReJSON: '8.2.0' } }],
  ['on a server whose modules may not be asked', { modules: { search: 'unknown', ReJSON: 'unknown' } }],
])('takes the modules as they are %s', (_, change) => {
  expect(withEngine(change)).toEqual([]);
});
